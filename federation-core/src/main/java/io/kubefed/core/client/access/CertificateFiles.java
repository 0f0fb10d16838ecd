package io.kubefed.core.client.access;

import io.fabric8.kubernetes.client.Config;
import io.kubefed.core.client.access.Credential.ClientCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A client certificate and its key in files that somebody renews.
 *
 * @param certificate the file with the chain
 * @param key the file with the private key
 */
record CertificateFiles(Path certificate, Path key) {

    /** The files that {@code config} names; null if it names none or has the data itself. */
    static @Nullable CertificateFiles of(Config config) {
        if (config.getClientCertData() != null || config.getClientKeyData() != null) {
            return null;
        }
        String certificate = config.getClientCertFile();
        String key = config.getClientKeyFile();
        return certificate == null || key == null ? null : new CertificateFiles(Path.of(certificate), Path.of(key));
    }

    ClientCertificate read() throws IOException {
        return new ClientCertificate(Files.readString(certificate), new Secret(Files.readString(key)));
    }
}
