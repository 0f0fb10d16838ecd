package io.kubefed.apiserver.http;

import io.kubefed.apiserver.request.Gate;
import io.kubefed.apiserver.request.RequestHandler;
import io.netty.handler.ssl.SslContext;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** Serves a {@link RequestHandler} on a socket: HTTP/1.1, and HTTP/2 where there is TLS. */
public final class HttpFront {

    private static final int LINE_BYTES = 64 << 10;
    private static final int HEADER_BYTES = 1 << 20;
    private static final int STREAMS = 250;

    private HttpFront() {}

    /**
     * Listens on an address without TLS, for whoever comes.
     *
     * <dl>
     *   <dt>Emits</dt><dd>the server once it listens; dispose of it to stop, which ends open watches
     *   <dt>Errors</dt><dd>if the address cannot be had
     *   <dt>Thread</dt><dd>requests are handled on {@code loops}
     * </dl>
     *
     * @param port 0 for any that is free
     */
    public static Mono<DisposableServer> bind(RequestHandler handler, String host, int port, LoopResources loops) {
        return bind(handler, Gate.OPEN, Listener.plain(host, port), loops);
    }

    /**
     * Listens as {@code listener} says, for whoever passes {@code gate}. Signals as above; errors also if the TLS settings cannot be.
     */
    public static Mono<DisposableServer> bind(
            RequestHandler handler, Gate gate, Listener listener, LoopResources loops) {
        Exchange exchange = new Exchange(handler, gate);
        return Mono.defer(() -> server(listener, loops)
                .flatMap(server -> server.handle(exchange::answer).bind())
                .cast(DisposableServer.class));
    }

    private static Mono<HttpServer> server(Listener listener, LoopResources loops) {
        HttpServer server = HttpServer.create()
                .host(listener.host())
                .port(listener.port())
                .runOn(loops)
                .requestTimeout(listener.bodyTime())
                .idleTimeout(listener.idleTime())
                .doOnChannelInit((observer, channel, remote) -> HeadTimer.attach(channel, listener.headTime()))
                .httpRequestDecoder(
                        decoder -> decoder.maxInitialLineLength(LINE_BYTES).maxHeaderSize(HEADER_BYTES));
        Tls tls = listener.tls();
        return tls == null
                ? Mono.just(server)
                : Mono.fromCallable((Callable<SslContext>) tls::context).map(context -> secured(server, context));
    }

    private static HttpServer secured(HttpServer server, SslContext context) {
        return server.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                .http2Settings(
                        settings -> settings.maxConcurrentStreams(STREAMS).maxHeaderListSize(HEADER_BYTES))
                .secure(tls -> tls.sslContext(context));
    }
}
