package io.kubefed.informers.reflector;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A cluster whose every answer is given by hand, or by a script. */
public final class ScriptedClient implements ClusterClient {

    private final String name;
    private final List<Exchange> exchanges = new ArrayList<>();
    private Consumer<Exchange> script = exchange -> {};
    private int taken;

    public ScriptedClient(String name) {
        this.name = name;
    }

    /** Every request is answered by this from now on. */
    public ScriptedClient answering(Consumer<Exchange> answers) {
        script = answers;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Mono<ApiResponse> send(ApiRequest request) {
        return Mono.error(new AssertionError("an informer only streams, but sent " + request));
    }

    @Override
    public Flux<ByteBuffer> stream(ApiRequest request) {
        return Flux.create(sink -> {
            Exchange exchange = new Exchange(request, sink);
            exchanges.add(exchange);
            script.accept(exchange);
        });
    }

    /** The next request that no one has looked at. */
    public Exchange next() {
        if (taken == exchanges.size()) {
            throw new AssertionError("no further request after " + exchanges);
        }
        return exchanges.get(taken++);
    }

    /** Whether there is a request that no one has looked at. */
    public boolean hasNext() {
        return taken < exchanges.size();
    }

    public List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** How many connections are open. */
    public long open() {
        return exchanges.stream().filter(Exchange::isOpen).count();
    }
}
