package io.kubefed.core.client.http;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.kubefed.core.client.access.Credential.ClientCertificate;
import io.kubefed.core.error.PermanentException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import reactor.netty.tcp.SslProvider;

/**
 * TLS as a {@code Config} asks for it. Blocks: it reads files.
 *
 * <p>The engine is the JDK's, or OpenSSL where netty-tcnative is on the class path.
 */
final class Tls {

    private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";

    private Tls() {}

    /**
     * Trust and identity.
     *
     * @param certificate what to show instead of the certificate in {@code config}; null for that
     * @throws PermanentException if a certificate or key cannot be read
     */
    static SslProvider provider(Config config, @Nullable ClientCertificate certificate, TransportLimits limits) {
        SslProvider.Builder builder = SslProvider.builder()
                .sslContext(context(config, certificate))
                .handshakeTimeout(limits.connectTimeout());
        return config.getTlsServerName() == null
                ? builder.build()
                : builder.serverNames(new SNIHostName(config.getTlsServerName()))
                        .build();
    }

    private static SslContext context(Config config, @Nullable ClientCertificate certificate) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient();
            trust(builder, config);
            identity(builder, config, certificate);
            if (config.getTlsVersions() != null && config.getTlsVersions().length > 0) {
                builder.protocols(Arrays.stream(config.getTlsVersions())
                        .map(version -> version.javaName())
                        .toList());
            }
            return builder.build();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // The message only: a stack of causes may quote keys.
            throw new PermanentException("cannot use the certificates of " + config.getMasterUrl() + ": "
                    + e.getMessage() + "; check that they are PEM, and base64 where the field ends in -data");
        }
    }

    private static void trust(SslContextBuilder builder, Config config) throws IOException, GeneralSecurityException {
        if (config.isTrustCerts()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (config.getTrustStoreFile() != null) {
            for (TrustManager manager : SSLUtils.trustManagers(config)) {
                builder.trustManager(manager);
            }
        } else {
            authority(builder, config);
        }
        if (config.isTrustCerts() || config.isDisableHostnameVerification()) {
            builder.endpointIdentificationAlgorithm(null);
        }
    }

    // Not fabric8's trust managers: they trust the public authorities besides the one of the cluster.
    private static void authority(SslContextBuilder builder, Config config) throws IOException {
        byte[] pem = pem(config.getCaCertData(), config.getCaCertFile());
        if (pem != null) {
            try (InputStream certificates = new ByteArrayInputStream(pem)) {
                builder.trustManager(certificates);
            }
        }
    }

    private static byte[] decoded(String data) {
        return data.contains("-----BEGIN")
                ? data.getBytes(StandardCharsets.UTF_8)
                : Base64.getMimeDecoder().decode(data);
    }

    private static void identity(SslContextBuilder builder, Config config, @Nullable ClientCertificate certificate)
            throws IOException, GeneralSecurityException {
        Config shown = certificate == null ? config : shows(certificate);
        byte[] chain = pem(shown.getClientCertData(), shown.getClientCertFile());
        byte[] key = pem(shown.getClientKeyData(), shown.getClientKeyFile());
        if (chain != null && key != null && new String(key, StandardCharsets.UTF_8).contains(PKCS8)) {
            // fabric8 takes such a key for one of RSA.
            builder.keyManager(new ByteArrayInputStream(chain), new ByteArrayInputStream(key));
            return;
        }
        // fabric8 reads PKCS#1 and SEC1 keys, which the JDK and Netty do not.
        KeyManager[] managers = SSLUtils.keyManagers(shown);
        if (managers != null && managers.length > 0) {
            builder.keyManager(managers[0]);
        }
    }

    private static Config shows(ClientCertificate certificate) throws IOException {
        String key = certificate.keyPem().reveal();
        Config config = Config.empty();
        config.setClientCertData(encoded(certificate.certificatePem()));
        config.setClientKeyData(encoded(key));
        config.setClientKeyAlgo(Config.getKeyAlgorithm(new ByteArrayInputStream(key.getBytes(StandardCharsets.UTF_8))));
        return config;
    }

    private static byte @Nullable [] pem(@Nullable String data, @Nullable String file) throws IOException {
        if (data != null) {
            return decoded(data);
        }
        return file == null ? null : Files.readAllBytes(Path.of(file));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
