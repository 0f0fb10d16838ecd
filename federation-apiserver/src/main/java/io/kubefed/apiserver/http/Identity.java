package io.kubefed.apiserver.http;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a server proves who it is with.
 *
 * @param chain its own certificate first; immutable, not empty
 * @param key the private key of the first certificate
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {

    /** Copies the chain. */
    public Identity {
        chain = List.copyOf(chain);
        requireNonNull(key, "key");
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("there is no certificate");
        }
    }

    /** The first certificate's subject; never the key. */
    @Override
    public String toString() {
        return chain.get(0).getSubjectX500Principal().getName();
    }
}
