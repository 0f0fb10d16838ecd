package io.kubefed.apiserver.storage.memory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.storage.Encoded;
import io.kubefed.apiserver.storage.Range;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.StorageSignal;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.apiserver.storage.timeline.Timeline;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link Storage} in the heap: a {@link Timeline} and nothing else. Everything happens on the caller's thread. */
public final class MemoryStorage implements Storage {

    private final Timeline timeline;

    /**
     * An empty store.
     *
     * @param firstRevision the revision before the first write, 0 or more
     * @param historyLimit how many writes can be looked back, 1 or more
     */
    public MemoryStorage(long firstRevision, int historyLimit) {
        this.timeline = new Timeline(firstRevision, historyLimit);
    }

    @Override
    public Mono<Stored> find(String key) {
        return Mono.fromSupplier(() -> timeline.find(key));
    }

    @Override
    public Mono<Range> range(RangeQuery query) {
        return Mono.fromSupplier(() -> timeline.range(query));
    }

    @Override
    public Mono<Stored> put(String key, long expected, ObjectNode content) {
        return Mono.fromSupplier(() -> store(key, expected, content));
    }

    /** What {@link #put} does, at once. */
    public Stored store(String key, long expected, ObjectNode content) {
        Encoded encoded = Encoded.of(content);
        Stored after;
        synchronized (timeline) {
            Stored before = timeline.expect(key, expected);
            after = encoded.at(key, timeline.revision() + 1);
            timeline.append(Change.put(before, after));
        }
        timeline.tell(key);
        return after;
    }

    @Override
    public Mono<Stored> delete(String key, long expected) {
        return Mono.fromSupplier(() -> remove(key, expected));
    }

    private Stored remove(String key, long expected) {
        Stored removed;
        synchronized (timeline) {
            Stored before = timeline.expect(key, expected);
            if (before == null) {
                throw new StorageException.Stale(key, expected, 0);
            }
            removed = before.at(timeline.revision() + 1);
            timeline.append(Change.removal(before, removed));
        }
        timeline.tell(key);
        return removed;
    }

    @Override
    public Flux<StorageSignal> watch(String prefix, long after, Publisher<?> progress) {
        return timeline.watch(prefix, after, progress);
    }

    @Override
    public Mono<Long> revision() {
        return Mono.fromSupplier(timeline::revision);
    }

    @Override
    public int openWatches() {
        return timeline.openWatches();
    }
}
