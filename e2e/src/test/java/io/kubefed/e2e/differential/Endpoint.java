package io.kubefed.e2e.differential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A server, reached with nothing in between that could mend a request. */
final class Endpoint {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String url;
    private final String token;
    private final HttpClient client;

    private Endpoint(String url, String token, HttpClient client) {
        this.url = url;
        this.token = token;
        this.client = client;
    }

    /** A server without TLS or credentials. */
    static Endpoint plain(int port) {
        return new Endpoint(
                "http://127.0.0.1:" + port,
                "",
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    /** A server whose certificate is one of {@code pem}. */
    static Endpoint secure(String url, String token, String pem) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))) {
                trusted.setCertificateEntry("ca" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, factory.getTrustManagers(), null);
            return new Endpoint(
                    url,
                    token,
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .sslContext(tls)
                            .build());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS", e);
        }
    }

    Reply send(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + call.path()))
                .timeout(LIMIT)
                .header("User-Agent", "tester/1")
                .method(
                        call.method(),
                        call.body().length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.body()));
        header(request, "Accept", call.accept().isEmpty() ? "application/json" : call.accept());
        header(request, "Content-Type", call.contentType());
        header(request, "Authorization", token.isEmpty() ? "" : "Bearer " + token);
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().allValues("Warning"),
                    response.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(call.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void header(HttpRequest.Builder request, String name, String value) {
        if (!value.isEmpty()) {
            request.header(name, value);
        }
    }
}
