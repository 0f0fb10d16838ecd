package io.kubefed.core.client.access;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What one request shows to the server. Equal credentials are equally good: after a 401 only another one is worth a try.
 *
 * @param authorization the value of the {@code Authorization} header; empty for none
 * @param certificate the client certificate; null for none, or for that of the {@code Config}
 */
public record Credential(Secret authorization, @Nullable ClientCertificate certificate) {

    /** No credential at all. */
    public static final Credential NONE = new Credential(new Secret(""), null);

    /**
     * A client certificate.
     *
     * @param certificatePem the certificate chain in PEM
     * @param keyPem its private key in PEM: PKCS#8, PKCS#1 or SEC1
     */
    public record ClientCertificate(String certificatePem, Secret keyPem) {

        /** Checks the parts. */
        public ClientCertificate {
            requireNonNull(certificatePem, "certificatePem");
            requireNonNull(keyPem, "keyPem");
        }
    }

    /** Checks that there is a header value. */
    public Credential {
        requireNonNull(authorization, "authorization");
    }

    /** A bearer token. */
    public static Credential bearer(String token) {
        return new Credential(new Secret("Bearer " + token), null);
    }

    /** User name and password, RFC 7617. */
    public static Credential basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Credential(new Secret("Basic " + Base64.getEncoder().encodeToString(pair)), null);
    }

    /** The same with a client certificate. */
    public Credential with(@Nullable ClientCertificate other) {
        return new Credential(authorization, other);
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "REDACTED";
    }
}
