package io.kubefed.e2e.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.etcd.EtcdSettings;
import io.kubefed.apiserver.storage.etcd.EtcdStorage;
import io.kubefed.testkit.real.RealEtcd;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/** An etcd that speaks TLS only, with those who show a certificate. */
class EtcdTlsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String PASSWORD = "not a secret";

    @TempDir
    private Path directory;

    @Test
    void connectsWithACertificateAndNotWithout() throws Exception {
        selfSigned();
        Path certificate = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        RealEtcd etcd = RealEtcd.withTls(directory, certificate, certificate, key);
        List<URI> endpoints = List.of(URI.create("https://127.0.0.1:1"), URI.create(etcd.url()));

        try (EtcdStorage store = Etcds.open(settings(endpoints, certificate, certificate, key))) {
            store.put("/a/x", 0, JsonNodeFactory.instance.objectNode()).block(TIMEOUT);
            assertThat(store.find("/a/x").block(TIMEOUT)).isNotNull();

            assertUnavailable(settings(endpoints, certificate, null, null));
            assertUnavailable(settings(endpoints, null, certificate, key));
        } finally {
            etcd.stop();
        }
    }

    private static EtcdSettings settings(
            List<URI> endpoints, @Nullable Path authority, @Nullable Path certificate, @Nullable Path key) {
        return new EtcdSettings(endpoints, "/shop", authority, certificate, key, 100, EtcdSettings.COMPACTION);
    }

    private static void assertUnavailable(EtcdSettings settings) {
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() ->
                        EtcdStorage.open(settings, Schedulers.boundedElastic()).block(TIMEOUT))
                .withMessageContaining("etcd at [https://");
    }

    /** One certificate for all: it is its own authority. */
    private void selfSigned() throws Exception {
        Path store = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "etcd",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=etcd",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-ext",
                        "eku=serverAuth,clientAuth",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        pem("certificate", "CERTIFICATE", keys.getCertificate("etcd").getEncoded());
        pem("key", "PRIVATE KEY", keys.getKey("etcd", PASSWORD.toCharArray()).getEncoded());
    }

    private void pem(String name, String type, byte[] content) throws Exception {
        Files.writeString(
                directory.resolve(name + ".pem"),
                "-----BEGIN " + type + "-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(content)
                        + "\n-----END " + type + "-----\n");
    }
}
