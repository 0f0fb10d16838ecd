package io.kubefed.apiserver.flow;

import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Gate;
import io.kubefed.apiserver.request.Request;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Counts what is under way, so that a server can stop without breaking any of it off: watches end, other requests finish. */
public final class Drain implements Gate {

    private final AtomicInteger underWay = new AtomicInteger();
    private final Sinks.Empty<Void> begun = Sinks.empty();
    private final Sinks.Empty<Void> empty = Sinks.empty();
    private volatile boolean draining;

    @Override
    public Mono<Answer> pass(Request head, Function<Request, Mono<Answer>> inside) {
        return Mono.defer(() -> {
            underWay.incrementAndGet();
            return inside.apply(head).map(this::ending).doFinally(end -> left());
        });
    }

    /** A stream, which counts for itself until it ends. */
    private Answer ending(Answer answer) {
        if (!(answer instanceof Answer.Stream stream)) {
            return answer;
        }
        Flux<java.nio.ByteBuffer> body = Flux.defer(() -> {
            underWay.incrementAndGet();
            return stream.body().takeUntilOther(begun.asMono()).doFinally(end -> left());
        });
        return new Answer.Stream(stream.status(), stream.headers(), body);
    }

    private void left() {
        if (underWay.decrementAndGet() == 0 && draining) {
            empty.tryEmitEmpty();
        }
    }

    /** Whether the end has begun. */
    public boolean draining() {
        return draining;
    }

    /** How many requests are under way, watches among them. */
    public int underWay() {
        return underWay.get();
    }

    /** Ends watches; completes when nothing is under way any more. */
    public Mono<Void> drain() {
        return Mono.defer(() -> {
            draining = true;
            begun.tryEmitEmpty();
            return underWay.get() == 0 ? Mono.empty() : empty.asMono();
        });
    }
}
