package io.kubefed.core.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.Config;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.access.Authentication;
import io.kubefed.core.client.access.ClusterAccess;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.TransientException;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

class TlsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Certificates AUTHORITY = Certificates.authority("cluster CA");

    @RegisterExtension
    static final Loopback LOOPBACK = new Loopback();

    private static DisposableServer byAddress;
    private static DisposableServer byName;

    @TempDir
    private Path directory;

    @BeforeAll
    static void listen() {
        byAddress = server(AUTHORITY.sign("server", new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        byName = server(AUTHORITY.sign("server", new GeneralName(GeneralName.dNSName, "api.east.example")));
    }

    @AfterAll
    static void stop() {
        byAddress.disposeNow();
        byName.disposeNow();
    }

    /** Answers with the subject of the client's certificate and the server name that it asked for. */
    private static DisposableServer server(Certificates identity) {
        SslContextBuilder context = SslContextBuilder.forServer(identity.keys().getPrivate(), identity.certificate())
                .trustManager(AUTHORITY.certificate())
                .clientAuth(ClientAuth.OPTIONAL);
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .secure(spec -> {
                    try {
                        spec.sslContext(context.build());
                    } catch (java.io.IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .handle((request, response) -> response.sendString(Mono.just(peer(request))))
                .bindNow();
    }

    private static String peer(HttpServerRequest request) {
        String[] seen = new String[1];
        request.withConnection(connection -> {
            var session = (ExtendedSSLSession) connection
                    .channel()
                    .pipeline()
                    .get(SslHandler.class)
                    .engine()
                    .getSession();
            String names = session.getRequestedServerNames().stream()
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .toList()
                    .toString();
            try {
                seen[0] = session.getPeerPrincipal().getName() + names;
            } catch (SSLPeerUnverifiedException e) {
                seen[0] = "nobody" + names;
            }
        });
        return seen[0];
    }

    @Test
    void trustsTheAuthorityOfTheCluster() {
        assertThat(peer(byAddress, config -> {})).isEqualTo("nobody[]");
    }

    @Test
    void refusesAServerOfAnotherAuthority() {
        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> peer(
                        byAddress,
                        config -> config.setCaCertData(
                                base64(Certificates.authority("other CA").certificatePem()))))
                .withMessageContaining(
                        "is not signed by the CA that we were given; correct ca.crt or certificate-authority-data");
    }

    @Test
    void refusesAServerOfAnotherName() {
        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> peer(byName, config -> {}))
                .withMessageContaining("is not for it")
                .withMessageEndingWith("set tls-server-name");
    }

    @Test
    void asksForAndChecksTheServerNameGiven() {
        assertThat(peer(byName, config -> config.setTlsServerName("api.east.example")))
                .isEqualTo("nobody[api.east.example]");
    }

    @Test
    void trustsAnyServerWhenToldTo() {
        assertThat(peer(byName, config -> {
                    config.setCaCertData(null);
                    config.setTrustCerts(true);
                }))
                .isEqualTo("nobody[]");
    }

    @Test
    void showsAClientCertificate() {
        Certificates client = AUTHORITY.sign("jane", null);

        assertThat(client.keyPem()).startsWith("-----BEGIN RSA PRIVATE KEY");
        assertThat(peer(byAddress, config -> {
                    config.setClientCertData(base64(client.certificatePem()));
                    config.setClientKeyData(base64(client.keyPem()));
                }))
                .isEqualTo("CN=jane[]");
    }

    @Test
    void showsACertificateWhoseKeyIsPkcs8WhateverItsKind() throws Exception {
        for (Certificates client : List.of(AUTHORITY.sign("jane", null), AUTHORITY.signElliptic("jane"))) {
            Path certificate = directory.resolve("tls.crt");
            Path key = directory.resolve("tls.key");
            Files.writeString(certificate, client.certificatePem());
            Files.writeString(key, client.pkcs8Pem());

            assertThat(peer(byAddress, config -> {
                        config.setClientCertData(base64(client.certificatePem()));
                        config.setClientKeyData(base64(client.pkcs8Pem()));
                    }))
                    .isEqualTo("CN=jane[]");
            assertThat(peer(byAddress, config -> {
                        config.setClientCertFile(certificate.toString());
                        config.setClientKeyFile(key.toString());
                    }))
                    .isEqualTo("CN=jane[]");
        }
    }

    @Test
    void showsTheNextCertificateOfItsFiles() throws Exception {
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        reactor.test.scheduler.VirtualTimeScheduler timer = reactor.test.scheduler.VirtualTimeScheduler.create();
        ClusterAccess access = access(byAddress, config -> {
            config.setClientCertFile(certificate.toString());
            config.setClientKeyFile(key.toString());
        });
        HttpClusterClient client = LOOPBACK.transport(timer).connect("member east-1", access);

        write(AUTHORITY.sign("first", null), certificate, key);
        String before = body(client);
        write(AUTHORITY.sign("second", null), certificate, key);
        timer.advanceTimeBy(Duration.ofSeconds(61));
        String after = body(client);
        client.dispose();

        assertThat(before).isEqualTo("CN=first[]");
        assertThat(after).isEqualTo("CN=second[]");
    }

    @Test
    void saysThatACertificateCannotBeRead() {
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> peer(byAddress, config -> config.setCaCertData(base64("no PEM"))))
                .withMessageStartingWith(
                        "member east-1: cannot read /x: cannot use the certificates of https://127.0.0.1");
    }

    @Test
    void saysThatAServerSpeaksNoTls() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            HttpClusterClient client = LOOPBACK.transport()
                    .connect(
                            "member east-1",
                            ClusterAccess.anonymous(server.url().replace("http:", "https:")));

            assertThatExceptionOfType(TransientException.class)
                    .isThrownBy(() -> body(client))
                    .withMessageContaining("speaks no TLS");
            client.dispose();
        }
    }

    private static void write(Certificates identity, Path certificate, Path key) throws java.io.IOException {
        Files.writeString(certificate, identity.certificatePem());
        Files.writeString(key, identity.keyPem());
    }

    private static String peer(DisposableServer server, Consumer<Config> change) {
        HttpClusterClient client = LOOPBACK.transport().connect("member east-1", access(server, change));
        try {
            return body(client);
        } finally {
            client.dispose();
        }
    }

    private static ClusterAccess access(DisposableServer server, Consumer<Config> change) {
        Config config = ClusterAccess.anonymous("127.0.0.1:" + server.port()).config();
        config.setCaCertData(base64(AUTHORITY.certificatePem()));
        change.accept(config);
        return new ClusterAccess(config, new Authentication.None());
    }

    private static String body(HttpClusterClient client) {
        return new String(client.send(ApiRequest.get("/x")).block(TIMEOUT).body(), StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
