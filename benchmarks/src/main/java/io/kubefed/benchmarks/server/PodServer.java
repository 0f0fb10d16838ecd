package io.kubefed.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * What a kube-apiserver does with lists and watches of Pods, without costing anything: LIST whole or in pages, WATCH with initial
 * events or without, over chunked HTTP or WebSocket, one event per chunk or frame. {@code POST /round} changes every Pod once.
 */
public final class PodServer {

    /** A collection of few Pods, to load classes with: namespace {@code warm}. */
    public static final int WARM_PODS = 16;

    private static final ByteBufAllocator BUFFERS = ByteBufAllocator.DEFAULT;

    private final PodCatalog all;
    private final PodCatalog warm = new PodCatalog(WARM_PODS);
    private final List<Sinks.Many<Integer>> watches = new CopyOnWriteArrayList<>();
    private int rounds;

    private PodServer(int pods) {
        this.all = new PodCatalog(pods);
    }

    /** Starts one on a free port of loopback. */
    public static DisposableServer start(int pods) {
        PodServer server = new PodServer(pods);
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get(
                                "/api/v1/pods", (request, response) -> server.pods(server.all, request, response))
                        .get(
                                "/api/v1/namespaces/warm/pods",
                                (request, response) -> server.pods(server.warm, request, response))
                        .post("/round", (request, response) -> server.round(response)))
                .bindNow();
    }

    private synchronized Publisher<Void> round(HttpServerResponse response) {
        rounds++;
        watches.forEach(watch -> watch.emitNext(rounds, Sinks.EmitFailureHandler.FAIL_FAST));
        return response.send();
    }

    private Publisher<Void> pods(PodCatalog catalog, HttpServerRequest request, HttpServerResponse response) {
        Map<String, List<String>> query = new QueryStringDecoder(request.uri()).parameters();
        String watch = first(query, "watch");
        response.header(HttpHeaderNames.CONTENT_TYPE, "application/json");
        if (!watch.equals("1") && !watch.equals("true")) {
            return response.send(list(catalog, query));
        }
        Flux<ByteBuf> events = first(query, "sendInitialEvents").equals("true")
                ? initial(catalog).concatWith(changes(catalog))
                : changes(catalog);
        return request.requestHeaders().containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                ? response.sendWebsocket((in, out) -> out.sendObject(events.map(TextWebSocketFrame::new)))
                : response.send(events);
    }

    private static Flux<ByteBuf> list(PodCatalog catalog, Map<String, List<String>> query) {
        String limit = first(query, "limit");
        int from = number(first(query, "continue"));
        int to = limit.isEmpty() ? catalog.count() : Math.min(catalog.count(), from + number(limit));
        ByteBuf head = to < catalog.count()
                ? catalog.listHead(Integer.toString(to), catalog.count() - to, BUFFERS)
                : catalog.listHead(BUFFERS);
        return Flux.just(head)
                .concatWith(Flux.range(from, to - from).map(index -> item(catalog, index, from)))
                .concatWith(Mono.fromSupplier(() -> catalog.listEnd(BUFFERS)));
    }

    private static ByteBuf item(PodCatalog catalog, int index, int from) {
        ByteBuf item = catalog.listed(index, BUFFERS);
        return index == from && from > 0 ? item.skipBytes(1) : item;
    }

    private static Flux<ByteBuf> initial(PodCatalog catalog) {
        return Flux.range(0, catalog.count())
                .map(index -> catalog.event("ADDED", index, 0, BUFFERS))
                .concatWith(Mono.fromSupplier(() -> catalog.initialEnd(BUFFERS)));
    }

    private Flux<ByteBuf> changes(PodCatalog catalog) {
        if (catalog == warm) {
            return Flux.never();
        }
        return Flux.defer(() -> {
            Sinks.Many<Integer> turns = Sinks.many().unicast().onBackpressureBuffer();
            watches.add(turns);
            return turns.asFlux()
                    .concatMap(round -> Flux.range(0, catalog.count())
                            .map(index -> catalog.event("MODIFIED", index, round, BUFFERS)))
                    .doFinally(ignored -> watches.remove(turns));
        });
    }

    private static String first(Map<String, List<String>> query, String name) {
        return query.getOrDefault(name, List.of("")).get(0);
    }

    private static int number(String text) {
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }
}
