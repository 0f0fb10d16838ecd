package io.kubefed.informers.reflector;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.reflector.InformerState.Phase;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;

/**
 * The writing side of a store: what a stream shows, and what the answers to our own writes show before the stream does, one after
 * the other.
 *
 * <p>A change is in the store before its listeners hear of it. They are called one at a time, on the thread that happens to write:
 * they put keys into queues and nothing else. One that throws is logged, and misses nothing later.
 */
public final class StoreWriter {

    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

    private final ObjectStore store = new ObjectStore();
    private final Offers offers = new Offers();
    private final Turns turns = new Turns();
    private final List<Consumer<ObjectKey>> changes = new CopyOnWriteArrayList<>();
    private final List<Consumer<InformerState>> states = new CopyOnWriteArrayList<>();
    private final Standing standing;

    /**
     * A writer of an empty store.
     *
     * @param timer tells the time
     */
    public StoreWriter(Scheduler timer, InformerRecorder recorder) {
        this.standing = new Standing(requireNonNull(timer, "timer"), requireNonNull(recorder, "recorder"));
    }

    /** The store, for readers. */
    public ObjectStore store() {
        return store;
    }

    /** How the informer stands. */
    public InformerState state() {
        return standing.state(store.size());
    }

    /** Calls {@code listener} with the key of every object that changes from now on, until it is disposed. */
    public Disposable onChange(Consumer<ObjectKey> listener) {
        changes.add(listener);
        return () -> changes.remove(listener);
    }

    /** Calls {@code listener} with every new phase or cause, and after every snapshot, until it is disposed. */
    public Disposable onState(Consumer<InformerState> listener) {
        states.add(listener);
        return () -> states.remove(listener);
    }

    /** Runs a task between two changes, now or on the thread that is writing: it sees a store that stands still. */
    public void between(Runnable task) {
        turns.run(task);
    }

    /**
     * Takes in what a write returned, if the stream has not shown it, or something later, already; from any thread.
     *
     * <p>Versions are compared as numbers, which holds within one type of one cluster (KEP-5504). One that is no number, and
     * everything before the first snapshot, is left to the stream.
     */
    public void offer(Entry entry) {
        requireNonNull(entry, "entry");
        turns.run(() -> {
            if (offers.add(entry, store.find(entry.key()))) {
                standing.offered();
                put(entry);
            }
        });
    }

    void saved(Entry entry) {
        turns.run(() -> {
            standing.event();
            if (!offers.overtook(entry)) {
                put(entry);
            }
            seen(entry.resourceVersion());
        });
    }

    void deleted(Entry entry) {
        turns.run(() -> {
            standing.event();
            if (!offers.overtook(entry) && store.remove(entry.key()) != null) {
                tell(entry.key());
            }
            seen(entry.resourceVersion());
        });
    }

    private void put(Entry entry) {
        @Nullable Entry before = store.put(entry);
        boolean same = before != null
                && before.resourceVersion().equals(entry.resourceVersion())
                && before.uid().equals(entry.uid());
        if (!same) {
            tell(entry.key());
        }
    }

    void bookmark(String version) {
        turns.run(() -> seen(version));
    }

    private void seen(String version) {
        offers.passed(version);
        if (standing.heard(version)) {
            tellState();
        }
    }

    ObjectStore.Snapshot newSnapshot() {
        return store.newSnapshot();
    }

    /** Makes a snapshot the content of the store, and tells of what differs when the state says so too. */
    void replace(ObjectStore.Snapshot snapshot, String version, long millis) {
        turns.run(() -> {
            offers.snapshot(version).forEach(snapshot::put);
            List<ObjectKey> changed = new ArrayList<>();
            store.replace(snapshot, changed::add);
            standing.snapshotTaken(version);
            standing.snapshotTime(millis);
            changed.forEach(this::tell);
            tellState();
        });
    }

    void interrupted(Phase phase, String cause, boolean suspicious) {
        turns.run(() -> {
            if (standing.interrupted(phase, cause, suspicious)) {
                tellState();
            }
        });
    }

    /** The connection stands, even if nothing happens. */
    void connected() {
        turns.run(() -> {
            if (standing.becomesLive()) {
                tellState();
            }
        });
    }

    Standing standing() {
        return standing;
    }

    private void tell(ObjectKey key) {
        tell(changes, key);
    }

    private void tellState() {
        tell(states, state());
    }

    private static <T> void tell(List<Consumer<T>> listeners, T news) {
        for (Consumer<T> listener : listeners) {
            try {
                listener.accept(news);
            } catch (Throwable thrown) {
                Exceptions.throwIfJvmFatal(thrown);
                LOG.atError().setCause(thrown).addKeyValue("news", news).log("a listener of an informer failed");
            }
        }
    }
}
