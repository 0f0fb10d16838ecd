package io.kubefed.apiserver.http;

import io.kubefed.apiserver.request.RequestHandler;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** Serves a {@link RequestHandler} over HTTP/1.1. */
public final class HttpFront {

    private static final int LINE_BYTES = 64 << 10;
    private static final int HEADER_BYTES = 1 << 20;

    private HttpFront() {}

    /**
     * Listens on an address.
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
        Exchange exchange = new Exchange(handler);
        return Mono.defer(() -> HttpServer.create()
                .host(host)
                .port(port)
                .runOn(loops)
                .httpRequestDecoder(
                        decoder -> decoder.maxInitialLineLength(LINE_BYTES).maxHeaderSize(HEADER_BYTES))
                .handle(exchange::answer)
                .bind()
                .cast(DisposableServer.class));
    }
}
