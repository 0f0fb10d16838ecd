package io.kubefed.fcp.apiserver;

import io.kubefed.apiserver.http.Identity;
import io.kubefed.core.error.PermanentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** The kubeconfig of an administrator. */
final class AdminKubeconfig {

    private AdminKubeconfig() {}

    /**
     * Writes the file anew, for nobody else to read.
     *
     * @throws PermanentException if it cannot be written
     */
    static void write(Path file, String url, List<X509Certificate> trusted, Identity admin) {
        try {
            CertDir.write(file, text(url, trusted, admin));
        } catch (IOException e) {
            throw new PermanentException("--admin-kubeconfig: cannot write " + file + ": " + e.getMessage());
        }
    }

    static String text(String url, List<X509Certificate> trusted, Identity admin) {
        return """
                apiVersion: v1
                kind: Config
                current-context: federation
                clusters:
                - name: federation
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                contexts:
                - name: federation
                  context: {cluster: federation, user: admin}
                users:
                - name: admin
                  user:
                    client-certificate-data: %s
                    client-key-data: %s
                """.formatted(
                        url,
                        base64(Pem.of(trusted)),
                        base64(Pem.of(admin.chain())),
                        base64(Pem.of(new KeyPair(admin.chain().get(0).getPublicKey(), admin.key()))));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
