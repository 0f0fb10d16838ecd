package io.kubefed.apiserver.storage.memory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.storage.Range;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.StorageSignal;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.Stored;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link Storage} in the heap.
 *
 * <p>Design: the newest values are in one sorted map. Every write is also a link in the chain of its collection. A watcher is a
 * place in that chain: it needs no queue, and a slow one costs nothing until the history ends before it, which ends the watch. The
 * state at an older revision is the newest state with the writes since then taken back. One lock guards writes and ranges; watchers
 * walk the chain without it, and are told on the thread of the writer after the lock is free.
 */
public final class MemoryStorage implements Storage {

    private final int historyLimit;
    private final NavigableMap<String, Stored> values = new TreeMap<>();
    private final Map<String, Chain> chains = new ConcurrentHashMap<>();
    private final Deque<Chain> order = new ArrayDeque<>();
    private final AtomicInteger openWatches = new AtomicInteger();
    private long revision;
    private volatile long compacted;

    /**
     * An empty store.
     *
     * @param firstRevision the revision before the first write, 0 or more
     * @param historyLimit how many writes can be looked back, 1 or more
     */
    public MemoryStorage(long firstRevision, int historyLimit) {
        if (firstRevision < 0 || historyLimit < 1) {
            throw new IllegalArgumentException("revision " + firstRevision + ", history " + historyLimit);
        }
        this.revision = firstRevision;
        this.compacted = firstRevision;
        this.historyLimit = historyLimit;
    }

    @Override
    public Mono<Stored> find(String key) {
        return Mono.fromSupplier(() -> {
            synchronized (this) {
                return values.get(key);
            }
        });
    }

    @Override
    public Mono<Range> range(RangeQuery query) {
        return Mono.fromSupplier(() -> read(query));
    }

    private synchronized Range read(RangeQuery query) {
        if (query.revision() > revision) {
            throw new StorageException.Future(query.revision(), revision);
        }
        if (query.revision() != 0 && query.revision() < compacted) {
            throw new StorageException.Compacted(query.revision(), compacted);
        }
        NavigableMap<String, Stored> then = query.revision() == 0 || query.revision() == revision
                ? below(values, query.prefix())
                : takenBack(query.prefix(), query.revision());
        NavigableMap<String, Stored> wanted = query.from().isEmpty() ? then : then.tailMap(query.from(), true);
        int count = query.limit() == 0 ? wanted.size() : Math.min(query.limit(), wanted.size());
        List<Stored> items = new ArrayList<>(count);
        for (Stored value : wanted.values()) {
            if (items.size() == count) {
                break;
            }
            items.add(value);
        }
        return new Range(items, query.revision() == 0 ? revision : query.revision(), wanted.size() - count);
    }

    private static NavigableMap<String, Stored> below(NavigableMap<String, Stored> map, String prefix) {
        return map.subMap(prefix, true, prefix + Character.MAX_VALUE, false);
    }

    private NavigableMap<String, Stored> takenBack(String prefix, long at) {
        NavigableMap<String, Stored> then = new TreeMap<>(below(values, prefix));
        List<Change> since = chain(prefix).since(at);
        for (int i = since.size() - 1; i >= 0; i--) {
            Change change = since.get(i);
            if (change.key().startsWith(prefix)) {
                if (change.before() == null) {
                    then.remove(change.key());
                } else {
                    then.put(change.key(), change.before());
                }
            }
        }
        return then;
    }

    @Override
    public Mono<Stored> put(String key, long expected, ObjectNode content) {
        return Mono.fromSupplier(() -> store(key, expected, content));
    }

    /** What {@link #put} does, at once. */
    public Stored store(String key, long expected, ObjectNode content) {
        Stored after;
        synchronized (this) {
            Stored before = expect(key, expected);
            after = new Stored(key, content, ++revision);
            values.put(key, after);
            record(Change.put(before, after));
        }
        chain(key).tell();
        return after;
    }

    @Override
    public Mono<Stored> delete(String key, long expected) {
        return Mono.fromSupplier(() -> {
            Stored removed;
            synchronized (this) {
                Stored before = expect(key, expected);
                if (before == null) {
                    throw new StorageException.Stale(key, expected, 0);
                }
                removed = before.at(++revision);
                values.remove(key);
                record(Change.removal(before, removed));
            }
            chain(key).tell();
            return removed;
        });
    }

    private @Nullable Stored expect(String key, long expected) {
        Stored before = values.get(key);
        long actual = before == null ? 0 : before.revision();
        if (actual != expected) {
            throw new StorageException.Stale(key, expected, actual);
        }
        return before;
    }

    private void record(Change change) {
        Chain chain = chain(change.key());
        chain.add(change);
        order.add(chain);
        if (order.size() > historyLimit) {
            compacted = order.remove().removeOldest();
        }
    }

    private Chain chain(String keyOrPrefix) {
        int end = keyOrPrefix.indexOf('/', 1);
        if (end < 0) {
            throw new IllegalArgumentException(keyOrPrefix + " names no collection");
        }
        return chains.computeIfAbsent(keyOrPrefix.substring(0, end), name -> new Chain());
    }

    @Override
    public Flux<StorageSignal> watch(String prefix, long after, Publisher<?> progress) {
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super StorageSignal> subscriber) {
                new MemoryWatch(MemoryStorage.this, chain(prefix), prefix, after, subscriber).start(progress);
            }
        };
    }

    @Override
    public Mono<Long> revision() {
        return Mono.fromSupplier(this::currentRevision);
    }

    synchronized long currentRevision() {
        return revision;
    }

    long compacted() {
        return compacted;
    }

    @Override
    public int openWatches() {
        return openWatches.get();
    }

    void watchOpened() {
        openWatches.incrementAndGet();
    }

    void watchClosed() {
        openWatches.decrementAndGet();
    }
}
