package io.kubefed.informers.informer;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Operators;

/**
 * What one subscriber has not been told yet, one event per slot, in the order in which the slots were filled.
 *
 * <p>Design note: events of a slot that waits are merged, so memory is bounded by the number of live slots however slow the
 * subscriber is. Any thread may add; {@code wip} makes deliveries one at a time, and none of them happens under the lock.
 *
 * @param <E> the events
 */
final class Feed<E> implements Subscription {

    private final CoreSubscriber<? super E> subscriber;
    private final Map<Object, E> waiting = new LinkedHashMap<>();
    private final AtomicLong requested = new AtomicLong();
    private final AtomicInteger wip = new AtomicInteger();
    private final Disposable.Composite sources = Disposables.composite();
    private volatile boolean cancelled;
    private volatile @Nullable Throwable refusal;

    Feed(CoreSubscriber<? super E> subscriber) {
        this.subscriber = subscriber;
    }

    /** Disposes of a source of events when the subscriber leaves. */
    void closes(Disposable source) {
        sources.add(source);
    }

    /** Adds an event at the end, unless its slot waits already: it keeps its place. */
    void add(Object slot, E event) {
        put(slot, event, false);
    }

    /** Adds an event behind everything that waits, in place of what waits in its slot. */
    void addLast(Object slot, E event) {
        put(slot, event, true);
    }

    private void put(Object slot, E event, boolean last) {
        if (cancelled) {
            return;
        }
        synchronized (waiting) {
            if (last) {
                waiting.remove(slot);
            }
            waiting.put(slot, event);
        }
        drain();
    }

    /** Forgets what waits in these slots. */
    void forget(Predicate<Object> slots) {
        synchronized (waiting) {
            waiting.keySet().removeIf(slots);
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            refusal = new IllegalArgumentException("a subscriber must request 1 or more (rule 3.9), not " + n);
        } else {
            requested.accumulateAndGet(n, Operators::addCap);
        }
        drain();
    }

    @Override
    public void cancel() {
        cancelled = true;
        sources.dispose();
        synchronized (waiting) {
            waiting.clear();
        }
    }

    private void drain() {
        if (wip.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            deliver();
            seen = wip.addAndGet(-seen);
        } while (seen != 0);
    }

    private void deliver() {
        long delivered = 0;
        long wanted = requested.get();
        while (delivered < wanted && !cancelled && refusal == null) {
            @Nullable E next = poll();
            if (next == null) {
                break;
            }
            subscriber.onNext(next);
            delivered++;
            wanted = requested.get();
        }
        if (delivered > 0 && wanted != Long.MAX_VALUE) {
            requested.addAndGet(-delivered);
        }
        @Nullable Throwable error = refusal;
        if (error != null && !cancelled) {
            cancel();
            subscriber.onError(error);
        }
    }

    private @Nullable E poll() {
        synchronized (waiting) {
            Iterator<E> events = waiting.values().iterator();
            if (!events.hasNext()) {
                return null;
            }
            E first = events.next();
            events.remove();
            return first;
        }
    }
}
