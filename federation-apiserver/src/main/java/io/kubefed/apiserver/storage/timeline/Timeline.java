package io.kubefed.apiserver.storage.timeline;

import io.kubefed.apiserver.storage.Range;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.StorageSignal;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.Stored;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * The newest values, the writes before them, and who follows.
 *
 * <p>Design: the newest values are in one sorted map. Every write is also a link in the chain of its collection. A follower is a
 * place in that chain: it needs no queue, and a slow one costs nothing until the history ends before it, which ends the watch. The
 * state at an older revision is the newest state with what was different then laid over it. One lock guards writes and ranges; followers
 * walk the chain without it, and are told after it is free.
 *
 * <p>Writes come from one writer at a time: who decides by what is here, and appends what was decided, holds this object's monitor in
 * between, or is the only one who appends.
 */
public final class Timeline {

    private final int historyLimit;
    private final NavigableMap<String, Stored> values = new TreeMap<>();
    private final Map<String, Chain> chains = new ConcurrentHashMap<>();
    private final Deque<Chain> order = new ArrayDeque<>();
    private final AtomicInteger openWatches = new AtomicInteger();
    private long revision;
    private volatile long compacted;

    /**
     * A timeline without values.
     *
     * @param firstRevision the revision before the first write, 0 or more
     * @param historyLimit how many writes can be looked back, 1 or more
     */
    public Timeline(long firstRevision, int historyLimit) {
        this(firstRevision, List.of(), historyLimit);
    }

    /**
     * A timeline that begins with values.
     *
     * @param beginning the revision at which these were the values: nothing older can be asked for
     * @param historyLimit how many writes can be looked back, 1 or more
     */
    public Timeline(long beginning, Collection<Stored> values, int historyLimit) {
        if (beginning < 0 || historyLimit < 1) {
            throw new IllegalArgumentException("revision " + beginning + ", history " + historyLimit);
        }
        values.forEach(value -> this.values.put(value.key(), value));
        this.revision = beginning;
        this.compacted = beginning;
        this.historyLimit = historyLimit;
    }

    /** The newest value of a key; null if there is none. */
    public synchronized @Nullable Stored find(String key) {
        return values.get(key);
    }

    /**
     * The newest value of a key, if it is at the revision that a writer expects, 0 for none.
     *
     * @throws StorageException.Stale if it is not
     */
    public @Nullable Stored expect(String key, long expected) {
        Stored before = find(key);
        long actual = before == null ? 0 : before.revision();
        if (actual != expected) {
            throw new StorageException.Stale(key, expected, actual);
        }
        return before;
    }

    /** What {@link io.kubefed.apiserver.storage.Storage#range} says, at once. */
    public synchronized Range range(RangeQuery query) {
        if (query.revision() > revision) {
            throw new StorageException.Future(query.revision(), revision);
        }
        if (query.revision() != 0 && query.revision() < compacted) {
            throw new StorageException.Compacted(query.revision(), compacted);
        }
        boolean now = query.revision() == 0 || query.revision() == revision;
        Past past = new Past(values, now ? List.of() : chain(query.prefix()).since(query.revision()));
        Page page = new Page(query.limit());
        String first = query.from().compareTo(query.prefix()) > 0 ? query.from() : query.prefix();
        past.forEach(first, query.prefix() + Character.MAX_VALUE, page);
        return new Range(page.items, now ? revision : query.revision(), page.remaining);
    }

    /** Takes as many as it may, and counts the others. */
    private static final class Page implements Consumer<Stored> {

        private final List<Stored> items = new ArrayList<>();
        private final int limit;
        private int remaining;

        Page(int limit) {
            this.limit = limit;
        }

        @Override
        public void accept(Stored value) {
            if (limit == 0 || items.size() < limit) {
                items.add(value);
            } else {
                remaining++;
            }
        }
    }

    /** Appends a write; {@link #tell} says it to those who follow. */
    public synchronized void append(Change change) {
        revision = change.revision();
        if (change.removal()) {
            values.remove(change.key());
        } else {
            values.put(change.key(), change.after());
        }
        Chain chain = chain(change.key());
        chain.add(change);
        order.add(chain);
        if (order.size() > historyLimit) {
            compacted = order.remove().removeOldest();
        }
    }

    /** Appends writes as one: nobody reads some of them without the others. */
    public synchronized void append(List<Change> changes) {
        changes.forEach(this::append);
    }

    /** Says that nothing was written up to a revision. */
    public synchronized void advance(long to) {
        revision = Math.max(revision, to);
    }

    /** Begins anew with other values, because what happened in between is not known; whoever follows is told that it fell behind. */
    public void restart(long beginning, Collection<Stored> newValues) {
        List<Chain> lost;
        synchronized (this) {
            values.clear();
            newValues.forEach(value -> values.put(value.key(), value));
            revision = beginning;
            compacted = beginning;
            order.clear();
            lost = List.copyOf(chains.values());
            chains.clear();
        }
        lost.forEach(Chain::lose);
    }

    /** Says to whoever follows that there is something new in the collection of a key. */
    public void tell(String key) {
        chain(key).tell();
    }

    /** Says to whoever follows that there is something new, once for each collection. */
    public void tell(List<Change> changes) {
        Set<Chain> longer = new LinkedHashSet<>();
        changes.forEach(change -> longer.add(chain(change.key())));
        longer.forEach(Chain::tell);
    }

    private Chain chain(String keyOrPrefix) {
        int end = keyOrPrefix.indexOf('/', 1);
        if (end < 0) {
            throw new IllegalArgumentException(keyOrPrefix + " names no collection");
        }
        return chains.computeIfAbsent(keyOrPrefix.substring(0, end), name -> new Chain());
    }

    /** What {@link io.kubefed.apiserver.storage.Storage#watch} says. */
    public Flux<StorageSignal> watch(String prefix, long after, Publisher<?> progress) {
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super StorageSignal> subscriber) {
                new Follower(Timeline.this, chain(prefix), prefix, after, subscriber).start(progress);
            }
        };
    }

    /** The revision of the last write. */
    public synchronized long revision() {
        return revision;
    }

    /** How many follow now. */
    public int openWatches() {
        return openWatches.get();
    }

    long compacted() {
        return compacted;
    }

    void watchOpened() {
        openWatches.incrementAndGet();
    }

    void watchClosed() {
        openWatches.decrementAndGet();
    }
}
