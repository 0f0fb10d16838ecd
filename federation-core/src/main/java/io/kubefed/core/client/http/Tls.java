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
        byte[] pem = null;
        if (config.getCaCertData() != null) {
            pem = decoded(config.getCaCertData());
        } else if (config.getCaCertFile() != null) {
            pem = Files.readAllBytes(Path.of(config.getCaCertFile()));
        }
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

    // fabric8's key managers: they read PKCS#1 and SEC1 keys, which the JDK and Netty do not.
    private static void identity(SslContextBuilder builder, Config config, @Nullable ClientCertificate certificate)
            throws IOException, GeneralSecurityException {
        KeyManager[] managers = certificate == null ? SSLUtils.keyManagers(config) : managers(certificate);
        if (managers != null && managers.length > 0) {
            builder.keyManager(managers[0]);
        }
    }

    private static KeyManager[] managers(ClientCertificate certificate) throws IOException, GeneralSecurityException {
        String key = certificate.keyPem().reveal();
        Config config = Config.empty();
        config.setClientCertData(encoded(certificate.certificatePem()));
        config.setClientKeyData(encoded(key));
        config.setClientKeyAlgo(Config.getKeyAlgorithm(new ByteArrayInputStream(key.getBytes(StandardCharsets.UTF_8))));
        return SSLUtils.keyManagers(config);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
