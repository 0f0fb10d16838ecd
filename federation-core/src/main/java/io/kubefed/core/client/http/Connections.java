package io.kubefed.core.client.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.fabric8.kubernetes.client.Config;
import io.kubefed.core.client.access.ClusterAccess;
import io.kubefed.core.client.access.Credential.ClientCertificate;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The connections to one cluster under one client certificate: some for requests, others for streams, so that a burst of writes
 * does not delay what watches bring.
 */
final class Connections {

    private final @Nullable ClientCertificate certificate;
    private final ConnectionProvider requestPool;
    private final ConnectionProvider streamPool;
    private final HttpClient requests;
    private final HttpClient streams;
    private final ChannelGroup open;

    /** Opens nothing yet, but reads the files that {@code access} names. What it opens later is added to {@code open}. */
    Connections(ClusterAccess access, @Nullable ClientCertificate certificate, Transport transport, ChannelGroup open) {
        this.certificate = certificate;
        this.open = open;
        TransportLimits limits = transport.limits();
        requestPool = pool("kubefed-requests", limits.requestConnections(), transport);
        streamPool = pool("kubefed-streams", limits.streamConnections(), transport);
        requests = client(requestPool, access, transport);
        streams = client(streamPool, access, transport);
    }

    private static ConnectionProvider pool(String name, int connections, Transport transport) {
        return ConnectionProvider.builder(name)
                .maxConnections(connections)
                .pendingAcquireMaxCount(transport.limits().pending())
                .pendingAcquireTimer((task, delay) -> transport.timer().schedule(task, delay.toMillis(), MILLISECONDS))
                .maxIdleTime(transport.limits().idleTimeout())
                .lifo()
                .build();
    }

    private HttpClient client(ConnectionProvider pool, ClusterAccess access, Transport transport) {
        Config config = access.config();
        URI server = URI.create(access.server());
        HttpClient client = HttpClient.create(pool)
                .runOn(transport.loops(), false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        transport.limits().connectTimeout().toMillis())
                .option(ChannelOption.SO_KEEPALIVE, true)
                .protocol(HttpProtocol.HTTP11)
                // A request goes out once: a resent write could act twice.
                .disableRetry(true)
                .baseUrl(access.server())
                .headers(headers -> standing(headers, config))
                .doOnConnected(connection -> open.add(connection.channel()));
        HttpClient routed = Proxies.route(client, config, server, transport.loops());
        return "https".equals(server.getScheme())
                ? routed.secure(Tls.provider(config, certificate, transport.limits()))
                : routed;
    }

    private static void standing(HttpHeaders headers, Config config) {
        if (config.getUserAgent() != null) {
            headers.set(HttpHeaderNames.USER_AGENT, config.getUserAgent());
        }
        if (config.getImpersonateUsername() != null) {
            headers.set("Impersonate-User", config.getImpersonateUsername());
        }
        if (config.getImpersonateGroups() != null) {
            headers.set("Impersonate-Group", List.of(config.getImpersonateGroups()));
        }
        if (config.getImpersonateExtras() != null) {
            config.getImpersonateExtras().forEach((key, values) -> headers.set("Impersonate-Extra-" + key, values));
        }
        if (config.getCustomHeaders() != null) {
            config.getCustomHeaders().forEach(headers::set);
        }
    }

    @Nullable ClientCertificate certificate() {
        return certificate;
    }

    HttpClient requests() {
        return requests;
    }

    HttpClient streams() {
        return streams;
    }

    /** Closes what is unused, and the rest when it falls out of use. */
    void retire() {
        requestPool.dispose();
        streamPool.dispose();
    }
}
