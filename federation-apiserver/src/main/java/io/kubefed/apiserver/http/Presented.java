package io.kubefed.apiserver.http;

import io.kubefed.apiserver.request.Credentials;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;

/** Gathers what a request says about its sender. */
final class Presented {

    private static final String IMPERSONATE = "impersonate-";

    private Presented() {}

    static Credentials by(HttpServerRequest request) {
        HttpHeaders headers = request.requestHeaders();
        @Nullable String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        List<X509Certificate> certificates = certificates(request);
        Map<String, List<String>> impersonation = impersonation(headers);
        return authorization == null && certificates.isEmpty() && impersonation.isEmpty()
                ? Credentials.NONE
                : new Credentials(authorization == null ? "" : authorization, certificates, impersonation);
    }

    private static Map<String, List<String>> impersonation(HttpHeaders headers) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (String name : headers.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(IMPERSONATE)) {
                found.put(lower, headers.getAll(name));
            }
        }
        return found;
    }

    private static List<X509Certificate> certificates(HttpServerRequest request) {
        List<X509Certificate> certificates = new ArrayList<>();
        @Nullable SslHandler[] tls = new @Nullable SslHandler[1];
        request.withConnection(connection -> tls[0] = handler(connection));
        if (tls[0] != null) {
            try {
                for (Certificate certificate : tls[0].engine().getSession().getPeerCertificates()) {
                    certificates.add((X509Certificate) certificate);
                }
            } catch (SSLPeerUnverifiedException none) {
                return List.of();
            }
        }
        return certificates;
    }

    /** A stream of HTTP/2 is a channel of its own, whose parent has the TLS. */
    private static @Nullable SslHandler handler(Connection connection) {
        Channel channel = connection.channel();
        while (channel != null) {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (tls != null) {
                return tls;
            }
            channel = channel.parent();
        }
        return null;
    }
}
