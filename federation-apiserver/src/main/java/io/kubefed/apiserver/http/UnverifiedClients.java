package io.kubefed.apiserver.http;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Takes the certificate of a client as it is. TLS proves that the client has its key; whether the certificate says anything is
 * judged with the request, whose answer can say so.
 */
final class UnverifiedClients extends X509ExtendedTrustManager {

    private final Supplier<List<X509Certificate>> authorities;

    UnverifiedClients(Supplier<List<X509Certificate>> authorities) {
        this.authorities = authorities;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.get().toArray(X509Certificate[]::new);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String algorithm, @Nullable SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String algorithm, @Nullable Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String algorithm) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String algorithm, @Nullable SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("a server is nobody's client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String algorithm, @Nullable Socket socket)
            throws CertificateException {
        throw new CertificateException("a server is nobody's client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String algorithm) throws CertificateException {
        throw new CertificateException("a server is nobody's client");
    }
}
