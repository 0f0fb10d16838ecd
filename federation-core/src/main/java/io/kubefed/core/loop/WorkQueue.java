package io.kubefed.core.loop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * Where keys wait to be reconciled, and the one door from callbacks into streams.
 *
 * <ul>
 *   <li><b>One key never runs twice at a time.</b> A key that is added while it waits waits once; a key that is added
 *       while it runs runs again afterwards. Every add is followed by a run that starts after it and sees what the
 *       adder did before it.
 *   <li><b>Order</b>: by {@link Priority}; among equals the shares take turns; in a share the first come goes first. A
 *       waiting key moves up one priority per ageing time, so nothing starves.
 *   <li><b>Failures</b> cost the failed key only: it is tried again after {@link Backoff}, later if the server asked for
 *       it ({@code ThrottledException}), after the longest delay if trying again will not help ({@code
 *       PermanentException}). While it backs off, an add of {@link Priority#HIGH} runs it at once and any other waits
 *       for the retry. Only a success ends the backoff.
 *   <li><b>Memory</b> holds the keys that wait, run or back off, and nothing of others.
 * </ul>
 *
 * <p>Time is read from the given timer. The queue has no thread: reconciles start on the worker, a bounded number in one
 * go. They run on the adder's stack only if the scheduler runs tasks at once, as virtual time does.
 *
 * <p>An add costs one look-up, one CAS, and for a key that did not wait yet one offer to a queue.
 *
 * @param <K> a value with {@code equals} and {@code hashCode}
 */
public final class WorkQueue<K> {

    private final ConcurrentMap<K, Entry<K>> entries = new ConcurrentHashMap<>();
    private final AtomicBoolean drained = new AtomicBoolean();
    private final Function<? super K, ?> share;
    private final LoopRecorder recorder;
    private final Scheduler timer;
    private final DrainLoop<K> loop;

    WorkQueue(WorkQueueBuilder<K> settings) {
        share = settings.share;
        recorder = settings.recorder;
        timer = settings.timer;
        loop = new DrainLoop<>(settings, entries);
    }

    /**
     * Begins a queue.
     *
     * @param timer clock and alarm; reconciles start on it unless the builder is given a worker
     * @param random jitter; used by one thread at a time
     */
    public static <K> WorkQueueBuilder<K> builder(Scheduler timer, RandomGenerator random) {
        return new WorkQueueBuilder<>(timer, random);
    }

    /**
     * Asks for a run of {@code key}; overtakes a delay. From any thread; never blocks. A higher
     * priority than the waiting key has raises it; a lower one changes nothing. Without effect on a closed queue.
     */
    public void add(K key, Priority priority) {
        int rank = Ranks.of(priority);
        recorder.record(LoopMetric.ADDS, 1);
        while (loop.isOpen()) {
            Entry<K> entry = entries.get(key);
            if (entry == null) {
                entry = Entry.wanted(key, shareOf(key), rank);
                if (entries.putIfAbsent(key, entry) == null) {
                    loop.notice(entry);
                    return;
                }
            } else if (taken(entry, entry.want(rank))) {
                return;
            }
        }
    }

    /**
     * Asks for a run of {@code key} not later than in {@code delay}. The earlier time wins when there is one already,
     * and the higher priority; a run that is due or starts anyway before that time is that run. Otherwise as
     * {@link #add}.
     *
     * @param delay zero means now
     * @throws IllegalArgumentException if {@code delay} is negative
     */
    public void addAfter(K key, Duration delay, Priority priority) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay is negative: " + delay);
        }
        if (delay.isZero()) {
            add(key, priority);
            return;
        }
        addAt(key, DrainLoop.moment(loop.now(), delay), Ranks.of(priority));
    }

    /**
     * Runs the keys, as many at a time as the limit allows.
     *
     * <dl>
     *   <dt>Emits</dt><dd>nothing
     *   <dt>Completes</dt><dd>only after {@link #drainAndClose}
     *   <dt>Errors</dt><dd>{@code IllegalStateException} if the queue is or was drained already; a JVM error; what the
     *       failure listener or the limit threw; {@code RejectedExecutionException} if the worker is disposed.
     *       What {@code reconcile} throws or signals is data: a failure of that key
     *   <dt>Cancel</dt><dd>cancels the running reconciles and closes the queue
     *   <dt>Thread</dt><dd>{@code reconcile} is called and subscribed on the worker; it must not block it, and has its own
     *       time limit: the queue waits for its end. The subscriber's context is handed to it
     * </dl>
     *
     * @param reconcile one round of work; an empty Mono counts as {@link Outcome#SETTLED}
     */
    public Mono<Void> drain(Function<? super K, ? extends Mono<Outcome>> reconcile) {
        requireNonNull(reconcile, "reconcile");
        return Mono.create(sink -> start(sink, reconcile));
    }

    /** Starts nothing from now on; what runs goes on, keys still come in and are merged. */
    public void park() {
        loop.park();
    }

    /**
     * Starts keys again, at the pace of the limit. Keys that back off are due at once, except those for which trying
     * again does not help; their failures stay counted.
     */
    public void resume() {
        loop.resume();
    }

    /**
     * Takes no more keys, starts none, and lets the running ones end; those still running after {@code grace} are
     * cancelled. Then the drain completes. Waiting keys are forgotten.
     *
     * <dl>
     *   <dt>Completes</dt><dd>when nothing runs any more
     *   <dt>Errors</dt><dd>never
     *   <dt>Cancel</dt><dd>stops the waiting, not the closing
     * </dl>
     */
    public Mono<Void> drainAndClose(Duration grace) {
        requireNonNull(grace, "grace");
        return Mono.defer(() -> close(grace));
    }

    /** Keys that wait to run, now or later; those that run are not counted. O(1), a guess while others add. */
    public int size() {
        return Math.max(0, entries.size() - loop.running());
    }

    /** Keys that run. */
    public int running() {
        return loop.running();
    }

    /** How long the longest-waiting key could have run already; zero if none waits. */
    public Duration oldestWait() {
        long since = loop.oldestSince();
        return since == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(Math.max(0, loop.now() - since));
    }

    /** Whether nothing runs and nothing could: every key there is waits for its time. A parked key could run. */
    public boolean isIdle() {
        return entries.isEmpty() || loop.isIdle();
    }

    private void addAt(K key, long due, int rank) {
        recorder.record(LoopMetric.ADDS, 1);
        while (loop.isOpen()) {
            Entry<K> entry = entries.get(key);
            if (entry == null) {
                entry = Entry.delayed(key, shareOf(key), rank, due);
                if (entries.putIfAbsent(key, entry) == null) {
                    loop.notice(entry);
                    return;
                }
            } else if (taken(entry, entry.wantLater(rank, due))) {
                return;
            }
        }
    }

    private boolean taken(Entry<K> entry, Entry.Taken taken) {
        switch (taken) {
            case SIGNAL -> loop.notice(entry);
            case TOO_LATE -> entries.remove(entry.key, entry);
            case NOTED -> {
                // The loop looks anyway.
            }
        }
        return taken != Entry.Taken.TOO_LATE;
    }

    private Object shareOf(K key) {
        return requireNonNull(share.apply(key), "share");
    }

    private void start(MonoSink<Void> sink, Function<? super K, ? extends Mono<Outcome>> reconcile) {
        if (drained.compareAndSet(false, true)) {
            loop.start(sink, reconcile);
        } else {
            sink.error(new IllegalStateException("this queue is drained already, or was; make a new one"));
        }
    }

    private Mono<Void> close(Duration grace) {
        loop.close();
        if (drained.compareAndSet(false, true)) {
            loop.end(null);
        }
        return loop.end().timeout(grace, Mono.fromRunnable(() -> loop.end(null)), timer);
    }
}
