package io.kubefed.core.loop;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A controller: sources of keys, a queue, and a reconciler, run as one.
 *
 * <pre>{@code
 * ControlLoop.of(queue, key -> client.apply(desired(key)).thenReturn(Outcome.SETTLED))
 *         .on(informer.keys(), Priority.HIGH)
 *         .run()
 * }</pre>
 *
 * <p>Immutable; {@code run()} works once, because a queue is drained once.
 */
public final class ControlLoop<K> {

    private final WorkQueue<K> queue;
    private final Reconciler<K> reconciler;
    private final List<Flux<K>> sources;

    private ControlLoop(WorkQueue<K> queue, Reconciler<K> reconciler, List<Flux<K>> sources) {
        this.queue = queue;
        this.reconciler = reconciler;
        this.sources = List.copyOf(sources);
    }

    /** A loop without sources: keys come from {@link WorkQueue#add}. */
    public static <K> ControlLoop<K> of(WorkQueue<K> queue, Reconciler<K> reconciler) {
        return new ControlLoop<>(requireNonNull(queue, "queue"), requireNonNull(reconciler, "reconciler"), List.of());
    }

    /** This loop, and one more source, whose keys are added with {@code priority}. It is read without limit: adds never block. */
    public ControlLoop<K> on(Publisher<? extends K> keys, Priority priority) {
        requireNonNull(priority, "priority");
        List<Flux<K>> more = new ArrayList<>(sources);
        more.add(Flux.<K>from(keys).doOnNext(key -> queue.add(key, priority)));
        return new ControlLoop<>(queue, reconciler, more);
    }

    /**
     * Drains the queue and reads the sources.
     *
     * <dl>
     *   <dt>Completes</dt><dd>after {@link WorkQueue#drainAndClose}; a source that completes is only read no more
     *   <dt>Errors</dt><dd>those of {@link WorkQueue#drain}; an error of a source, which ends everything
     *   <dt>Cancel</dt><dd>cancels the sources and the running reconciles, and closes the queue
     *   <dt>Thread</dt><dd>reconciles on the queue's worker
     * </dl>
     */
    public Mono<Void> run() {
        return Flux.fromIterable(sources)
                .flatMap(Flux::ignoreElements, Math.max(1, sources.size()))
                .then(Mono.<Void>never())
                .or(queue.drain(reconciler::reconcile));
    }
}
