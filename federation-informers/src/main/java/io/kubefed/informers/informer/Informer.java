package io.kubefed.informers.informer;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.informer.InformerEvent.Changed;
import io.kubefed.informers.informer.InformerEvent.Stale;
import io.kubefed.informers.informer.InformerEvent.Synced;
import io.kubefed.informers.reflector.InformerState;
import io.kubefed.informers.reflector.Reflector;
import io.kubefed.informers.reflector.StoreWriter;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.ObjectStore;
import io.kubefed.informers.store.Projection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * One resource type of one cluster: a local copy that follows it, and word of what changes.
 *
 * <p>Events carry keys; the newest state is in the store. An object may change several times between two looks, and a look may find
 * it changed although no event was heard yet.
 */
public final class Informer {

    private static final Object STANDING = new Object();

    private final InformerSpec spec;
    private final StoreWriter writer;
    private final Reflector reflector;

    Informer(InformerSpec spec, StoreWriter writer, Reflector reflector) {
        this.spec = spec;
        this.writer = writer;
        this.reflector = reflector;
    }

    /**
     * An informer of its own; see {@link Informers} for those that share a limit and are measured.
     *
     * @param keys shared by all informers of a process
     * @param timer clock and alarm
     * @param random jitter; thread-safe
     */
    public static Informer of(
            InformerSpec spec, ClusterClient client, KeyTable keys, Scheduler timer, RandomGenerator random) {
        return Informers.of(timer, random).sharing(keys).follow(spec, client);
    }

    /** What it follows. */
    public ResourceType type() {
        return spec.type();
    }

    /** What its store keeps of each object. */
    public Projection projection() {
        return spec.projection();
    }

    /** The local copy. */
    public ObjectStore store() {
        return writer.store();
    }

    /** The object of this key, or empty if none is known. */
    public Optional<Entry> find(ObjectKey key) {
        return Optional.ofNullable(store().find(key));
    }

    /** How it stands. */
    public InformerState state() {
        return writer.state();
    }

    /**
     * Follows the type until it is cancelled; see {@link Reflector#run}. Costs one open watch, and one snapshot at the start and
     * whenever the server forgot where we were.
     */
    public Mono<Void> run() {
        return reflector.run();
    }

    /** Completes when the store has had its first snapshot; does not itself make the informer run. */
    public Mono<Void> synced() {
        return Mono.create(this::awaitSynced);
    }

    private void awaitSynced(MonoSink<Void> sink) {
        sink.onDispose(onState(state -> succeedIfSynced(state, sink)));
        succeedIfSynced(state(), sink);
    }

    private static void succeedIfSynced(InformerState state, MonoSink<Void> sink) {
        if (state.synced()) {
            sink.success();
        }
    }

    /** Calls {@code listener} with the key of every object that changes, until it is disposed; it must not block. */
    public Disposable onChange(Consumer<ObjectKey> listener) {
        return writer.onChange(requireNonNull(listener, "listener"));
    }

    /** Calls {@code listener} with every new phase or cause, and after every snapshot, until it is disposed; it must not block. */
    public Disposable onState(Consumer<InformerState> listener) {
        return writer.onState(requireNonNull(listener, "listener"));
    }

    /** Takes in what a write of ours returned, ahead of the stream; see {@link StoreWriter#offer}. */
    public void offer(Entry saved) {
        writer.offer(saved);
    }

    /**
     * What changes, for subscribers of their own pace.
     *
     * <dl>
     *   <dt>Emits</dt><dd>one {@code Changed} per object that is in the store at subscription, {@code Synced} when that was all, then
     *       one {@code Changed} per object that changed, without gaps; {@code Stale} and again {@code Synced} when the cluster is lost
     *       and found. What waits for demand is kept once per key
     *   <dt>Completes</dt><dd>never
     *   <dt>Errors</dt><dd>never
     *   <dt>Thread</dt><dd>the one that writes to the store, or the one that requests; do not block
     * </dl>
     */
    public Flux<InformerEvent> changes() {
        return new FeedFlux<>(feed -> between(() -> connect(feed)));
    }

    /** The keys of {@link #changes}, for a control loop: all that are there, then each that changed; conflated by demand. */
    public Flux<ObjectKey> keys() {
        return changes().ofType(Changed.class).map(Changed::key);
    }

    void between(Runnable task) {
        writer.between(task);
    }

    private void connect(Feed<InformerEvent> feed) {
        feed.closes(onChange(key -> feed.add(key, new Changed(key))));
        feed.closes(onState(state -> tell(feed, state)));
        store().forEach(entry -> feed.add(entry.key(), new Changed(entry.key())));
        tell(feed, state());
    }

    private static void tell(Feed<InformerEvent> feed, InformerState state) {
        switch (state.phase()) {
            case INITIALISING -> {
                // Nothing to say before there is something to read.
            }
            case LIVE -> feed.addLast(STANDING, new Synced(state.version(), state.objects()));
            default -> feed.addLast(STANDING, new Stale(state.since(), state.cause()));
        }
    }

    /**
     * The objects as fabric8's, decoded when they are read.
     *
     * @throws IllegalArgumentException if the store keeps no bodies
     */
    public <T> TypedInformer<T> as(Class<T> type) {
        return TypedInformer.of(this, type);
    }
}
