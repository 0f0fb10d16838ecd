package io.kubefed.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.apiserver.authn.Issued;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Gate;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;

/** What only TLS and the socket show. */
class TlsFrontTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final char[] PASSWORD = "test".toCharArray();

    private final Instant from = Instant.now().minus(5, ChronoUnit.MINUTES);
    private final Issued authority = Issued.authority("CN=ours", from);
    private final Issued other = Issued.authority("CN=other", from);
    private final AtomicReference<Identities> identities = new AtomicReference<>(identities(authority));
    private final LoopResources loops = LoopResources.create("tls-test", 1, 2, true);
    private final AtomicInteger bodies = new AtomicInteger();
    private DisposableServer front;

    TlsFrontTest() throws Exception {}

    private Identities identities(Issued by) throws Exception {
        Issued server = by.sign("CN=server", KeyPurposeId.id_kp_serverAuth, from);
        return new Identities(
                new Identity(List.of(server.certificate()), server.keys().getPrivate()), Map.of());
    }

    private void serve(Gate gate, Duration headTime) {
        Tls tls = new Tls(
                identities::get, () -> List.of(authority.certificate()), List.of("TLSv1.3", "TLSv1.2"), List.of());
        RequestHandler handler = request -> Mono.fromSupplier(() -> {
            bodies.incrementAndGet();
            return Answer.json(
                    200,
                    Json.object()
                            .put("length", request.body().length)
                            .put(
                                    "subject",
                                    request.credentials().certificates().isEmpty()
                                            ? ""
                                            : request.credentials()
                                                    .certificates()
                                                    .get(0)
                                                    .getSubjectX500Principal()
                                                    .getName()));
        });
        Listener listener = new Listener("127.0.0.1", 0, tls, headTime, LIMIT, LIMIT);
        front = HttpFront.bind(handler, gate, listener, loops).block(LIMIT);
    }

    @AfterEach
    void stop() {
        front.disposeNow(LIMIT);
        loops.disposeLater(Duration.ZERO, LIMIT).block(LIMIT);
    }

    private static SSLContext context(Certificate trusted, Issued client) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", trusted);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trust);
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        if (client != null) {
            keys.setKeyEntry("client", client.keys().getPrivate(), PASSWORD, new Certificate[] {client.certificate()});
        }
        keyManagers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private HttpResponse<String> get(HttpClient.Version version, Certificate trusted, Issued client) throws Exception {
        return send(version, trusted, client, HttpRequest.BodyPublishers.noBody());
    }

    private HttpResponse<String> send(
            HttpClient.Version version, Certificate trusted, Issued client, HttpRequest.BodyPublisher body)
            throws Exception {
        HttpClient http = HttpClient.newBuilder()
                .version(version)
                .sslContext(context(trusted, client))
                .build();
        return http.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + front.port() + "/x"))
                        .POST(body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void speaksBothVersionsOfHttp() throws Exception {
        serve(Gate.OPEN, LIMIT);

        assertThat(get(HttpClient.Version.HTTP_2, authority.certificate(), null).version())
                .isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(get(HttpClient.Version.HTTP_1_1, authority.certificate(), null)
                        .version())
                .isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void handsOnTheCertificateOfTheClientInBothVersions() throws Exception {
        serve(Gate.OPEN, LIMIT);
        Issued alice = authority.sign("CN=alice", KeyPurposeId.id_kp_clientAuth, from);

        assertThat(get(HttpClient.Version.HTTP_2, authority.certificate(), alice)
                        .body())
                .contains("CN=alice");
        assertThat(get(HttpClient.Version.HTTP_1_1, authority.certificate(), alice)
                        .body())
                .contains("CN=alice");
        assertThat(get(HttpClient.Version.HTTP_2, authority.certificate(), null).body())
                .contains("\"subject\":\"\"");
    }

    @Test
    void showsANewCertificateToTheNextConnection() throws Exception {
        serve(Gate.OPEN, LIMIT);

        assertThatExceptionOfType(SSLHandshakeException.class)
                .isThrownBy(() -> get(HttpClient.Version.HTTP_2, other.certificate(), null));
        identities.set(identities(other));

        assertThat(get(HttpClient.Version.HTTP_2, other.certificate(), null).statusCode())
                .isEqualTo(200);
    }

    @Test
    void readsNoBodyOfWhoDoesNotPass() throws Exception {
        serve((head, inside) -> Mono.error(Refusal.unauthorized()), LIMIT);

        HttpResponse<String> answer = send(
                HttpClient.Version.HTTP_2,
                authority.certificate(),
                null,
                HttpRequest.BodyPublishers.ofByteArray(new byte[1000]));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(bodies).hasValue(0);
    }

    @Test
    void closesAConnectionWhoseRequestDripsIn() throws Exception {
        serve(Gate.OPEN, Duration.ofMillis(300));

        try (Socket socket =
                context(authority.certificate(), null).getSocketFactory().createSocket("127.0.0.1", front.port())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write("GET /x HTTP/1.1\r\nHost: x\r\nA: ".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();

            assertThat(end(socket.getInputStream())).isTrue();
        }
        assertThat(bodies).hasValue(0);
    }

    @Test
    void goesOnServingOthersAfterGarbage() throws Exception {
        serve(Gate.OPEN, LIMIT);

        try (Socket plain = new Socket("127.0.0.1", front.port())) {
            plain.setSoTimeout((int) LIMIT.toMillis());
            plain.getOutputStream().write("this is no TLS at all, is it?\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(end(plain.getInputStream())).isTrue();
        }

        assertThat(get(HttpClient.Version.HTTP_2, authority.certificate(), null).statusCode())
                .isEqualTo(200);
    }

    private static boolean end(InputStream stream) {
        try {
            while (stream.read() >= 0) {
                // An alert, perhaps.
            }
            return true;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
