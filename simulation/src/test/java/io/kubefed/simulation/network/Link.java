package io.kubefed.simulation.network;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/** A connection of one process to one cluster. */
public final class Link implements ClusterClient {

    private final Route route;
    private final Set<Pipe> pipes = new LinkedHashSet<>();
    private final Set<String> listed = new HashSet<>();
    private boolean dead;

    Link(Route route) {
        this.route = route;
    }

    @Override
    public String name() {
        return route.name();
    }

    @Override
    public Mono<ApiResponse> send(ApiRequest request) {
        return Mono.<ApiResponse>create(sink -> {
                    if (!dead) {
                        new Call(route, request, sink).start();
                    }
                })
                .timeout(
                        request.timeout(), Mono.error(() -> Errors.noAnswer(name(), request.timeout())), route.timer());
    }

    @Override
    public Flux<ByteBuffer> stream(ApiRequest request) {
        return Flux.create(sink -> open(request, sink), FluxSink.OverflowStrategy.BUFFER);
    }

    private void open(ApiRequest request, FluxSink<ByteBuffer> sink) {
        if (dead) {
            return;
        }
        Pipe pipe = new Pipe(route, request, sink, listed);
        pipes.add(pipe);
        sink.onDispose(() -> {
            pipes.remove(pipe);
            pipe.close();
        });
        pipe.open();
    }

    /** The process at this end is no more: nothing is sent any longer, and nothing is heard. What was sent is on its way. */
    public void die() {
        dead = true;
        new ArrayList<>(pipes).forEach(Pipe::close);
        pipes.clear();
    }
}
