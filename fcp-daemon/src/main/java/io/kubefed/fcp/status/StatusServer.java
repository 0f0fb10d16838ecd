package io.kubefed.fcp.status;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** {@code /healthz}, {@code /livez}, {@code /readyz} and {@code /metrics}, without authentication, as v1 had them. */
public final class StatusServer {

    private final String address;
    private final int port;
    private final LoopResources loops;
    private final Readiness readiness;
    private final PrometheusMeterRegistry metrics;

    /**
     * A server that does not listen before {@link #start}.
     *
     * @param port 0 for any free one
     */
    public StatusServer(
            String address, int port, LoopResources loops, Readiness readiness, PrometheusMeterRegistry metrics) {
        this.address = address;
        this.port = port;
        this.loops = loops;
        this.readiness = readiness;
        this.metrics = metrics;
    }

    /**
     * Begins to listen.
     *
     * @return emits the server, to be disposed; errors if the port is taken
     */
    public Mono<? extends DisposableServer> start() {
        return HttpServer.create()
                .host(address)
                .port(port)
                .runOn(loops)
                .route(routes -> routes.get("/healthz", (request, response) -> text(response, 200, "ok"))
                        .get("/livez", (request, response) -> text(response, 200, "ok"))
                        .get("/readyz", this::ready)
                        .get("/metrics", (request, response) -> text(response, 200, metrics.scrape())))
                .bind();
    }

    private Publisher<Void> ready(HttpServerRequest request, HttpServerResponse response) {
        boolean ready = readiness.ready();
        boolean verbose = request.uri().contains("verbose");
        String words = ready ? "ok" : readiness.report() + "readyz check failed";
        return text(response, ready ? 200 : 503, verbose && ready ? readiness.report() + "readyz check passed" : words);
    }

    private static Publisher<Void> text(HttpServerResponse response, int status, String text) {
        return response.status(status)
                .header("Content-Type", "text/plain; charset=utf-8")
                .sendString(Mono.just(text));
    }
}
