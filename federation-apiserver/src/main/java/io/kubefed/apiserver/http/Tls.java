package io.kubefed.apiserver.http;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.CipherSuiteFilter;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * TLS of a server: identities and authorities are asked for at each handshake, so that they can be replaced while it runs.
 *
 * @param identities who the server is
 * @param clientAuthorities who signs certificates of clients; they are only named to the client here, and the certificates are
 *     verified by whoever authenticates
 * @param protocols such as {@code TLSv1.3}; immutable
 * @param ciphers names of cipher suites as the JDK has them; empty for what is usual; immutable
 */
public record Tls(
        Supplier<Identities> identities,
        Supplier<List<X509Certificate>> clientAuthorities,
        List<String> protocols,
        List<String> ciphers) {

    private static final ApplicationProtocolConfig BOTH = new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2,
            ApplicationProtocolNames.HTTP_1_1);

    /** Copies the lists. */
    public Tls {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
    }

    /**
     * What Netty needs.
     *
     * @throws SSLException if a protocol or cipher suite is unknown
     */
    SslContext context() throws SSLException {
        List<String> suites = ciphers.isEmpty() ? Http2SecurityUtil.CIPHERS : ciphers;
        CipherSuiteFilter filter =
                ciphers.isEmpty() ? SupportedCipherSuiteFilter.INSTANCE : IdentityCipherSuiteFilter.INSTANCE;
        return SslContextBuilder.forServer(new ChosenIdentity(identities))
                .sslProvider(SslProvider.JDK)
                .trustManager(new UnverifiedClients(clientAuthorities))
                .clientAuth(ClientAuth.OPTIONAL)
                .protocols(protocols)
                .ciphers(suites, filter)
                .applicationProtocolConfig(BOTH)
                .build();
    }
}
