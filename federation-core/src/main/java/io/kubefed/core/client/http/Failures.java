package io.kubefed.core.client.http;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.TransientException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;
import reactor.netty.internal.shaded.reactor.pool.PoolShutdownException;

/** Turns what kept an answer from coming into an error that says what to do. */
final class Failures {

    private final String cluster;
    private final String server;

    /** Failures of one cluster, at {@code server}. */
    Failures(String cluster, String server) {
        this.cluster = cluster;
        this.server = server;
    }

    /** The error to show for {@code error}. */
    FederationException of(ApiRequest request, Throwable error) {
        if (error instanceof FederationException known) {
            return known.code() == 0 ? inPlace(request, known) : known;
        }
        return new TransientException(prefix(request) + sentence(request, error), error);
    }

    // Found before anything was sent, by code that does not know for whom.
    private FederationException inPlace(ApiRequest request, FederationException error) {
        String message = prefix(request) + error.getMessage();
        return error instanceof PermanentException
                ? new PermanentException(message, error.status(), error)
                : new TransientException(message, error.status(), error);
    }

    private String prefix(ApiRequest request) {
        return cluster + ": cannot " + Target.of(request) + ": ";
    }

    private String sentence(ApiRequest request, Throwable error) {
        if (error instanceof TimeoutException) {
            return "no answer from " + server + " within " + request.timeout().toMillis()
                    + " ms; check the network and the load of the server";
        }
        if (error instanceof ConnectTimeoutException) {
            return "no connection to " + server + " in time; check the address, the network and firewalls";
        }
        // TLS begins before the proxy has answered, and its failure is what comes up.
        ProxyConnectException proxy = find(error, ProxyConnectException.class);
        if (proxy != null) {
            return "the proxy made no connection to " + server + " (" + proxy.getMessage()
                    + "); check the proxy, or name the server in no_proxy";
        }
        if (error instanceof UnknownHostException) {
            return "the host of " + server + " is unknown; correct the server address or the DNS";
        }
        if (error instanceof ConnectException) {
            return "connection to " + server + " refused; check the address and that the API server runs";
        }
        String tls = tls(error);
        return tls == null ? broken(error) : tls;
    }

    private @Nullable String tls(Throwable error) {
        if (find(error, NotSslRecordException.class) != null) {
            return server + " speaks no TLS; correct the server address, http:// for plain HTTP";
        }
        if (find(error, CertificateExpiredException.class) != null
                || find(error, CertificateNotYetValidException.class) != null) {
            return "the certificate of " + server + " is not valid now; renew it, or check the clocks";
        }
        if (find(error, CertPathBuilderException.class) != null
                || find(error, CertPathValidatorException.class) != null) {
            return "the certificate of " + server + " is not signed by the CA that we were given;"
                    + " correct ca.crt or certificate-authority-data";
        }
        CertificateException certificate = find(error, CertificateException.class);
        if (certificate != null) {
            return "the certificate of " + server + " is not for it (" + certificate.getMessage()
                    + "); use a name that it has, or set tls-server-name";
        }
        SSLException alert = find(error, SSLException.class);
        return alert == null
                ? null
                : "TLS with " + server + " failed (" + alert.getMessage()
                        + "); check the client certificate and the CA";
    }

    private String broken(Throwable error) {
        if (error instanceof PrematureCloseException) {
            return server + " closed the connection before the end of the answer";
        }
        if (error instanceof PoolShutdownException) {
            return "the client was closed";
        }
        if (error instanceof PoolAcquirePendingLimitException || error instanceof PoolAcquireTimeoutException) {
            return "no free connection to " + server + " (" + error.getMessage() + "); send less at a time";
        }
        if (find(error, DecoderException.class) != null) {
            return server + " does not speak HTTP; correct the server address";
        }
        return "the connection to " + server + " broke (" + error.getClass().getSimpleName()
                + (error.getMessage() == null ? "" : ": " + error.getMessage()) + ")";
    }

    private static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
