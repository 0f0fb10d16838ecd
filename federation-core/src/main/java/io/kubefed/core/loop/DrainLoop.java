package io.kubefed.core.loop;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.ThrottledException;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * The consumers' half of the work queue: decides what runs, and when.
 *
 * <p>Design note. Producers change one word per key ({@link Entry}) and, if the loop must look at the key, put it into
 * the inbox. Ended runs go into a second queue. Everything else here (bands, delays, counts, backoff) belongs to the
 * pass, and passes never overlap: {@code wip} counts the calls for a pass, the one who raises it from 0 schedules it on
 * the worker, and a pass leaves it above 0 until there is nothing left to see. A pass works for a bounded number of
 * keys and about a millisecond, then goes behind whatever else waits for the thread. It runs on its own stack, so an
 * {@code add} inside a reconcile, and a reconcile that ends at once, nest nothing.
 *
 * <p>Invariants: a key is in at most one of bands and delays; a key that runs is in neither; a key in the map that does
 * not run is in the inbox, the bands or the delays; a key is in the inbox at most once.
 */
final class DrainLoop<K> {

    private static final int STARTS_PER_PASS = 256;
    private static final int NOTICES_PER_PASS = 1024;
    private static final long NANOS_PER_PASS = 1_000_000;

    private final WorkQueueBuilder<K> settings;
    private final ConcurrentMap<K, Entry<K>> entries;
    private final long origin;
    private final ReadyKeys<K> ready;
    private final Delays<K> delays = new Delays<>();
    private final Queue<Entry<K>> inbox =
            Queues.<Entry<K>>unboundedMultiproducer().get();
    private final Queue<Run<K>> finished =
            Queues.<Run<K>>unboundedMultiproducer().get();
    private final Set<Run<K>> running = ConcurrentHashMap.newKeySet();
    private final Sinks.Empty<Void> end = Sinks.empty();

    /** Above 0 while a pass is due or under way; from the beginning, so that nothing is scheduled before the drain. */
    private final AtomicInteger wip = new AtomicInteger(1);

    private final Disposable.Swap alarm = Disposables.swap();
    private long alarmAt = Long.MAX_VALUE;

    private @Nullable MonoSink<Void> sink;
    private @Nullable Function<? super K, ? extends Mono<Outcome>> reconcile;
    private Context context = Context.empty();
    private Scheduler.@Nullable Worker worker;
    private int startsLeft;
    private int noticesLeft;
    private long passStarted;

    private volatile boolean parked;
    private volatile boolean resumed;
    private volatile boolean rang;
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile int readyCount;
    private volatile int runningCount;
    private volatile long oldestSince = Long.MAX_VALUE;

    DrainLoop(WorkQueueBuilder<K> settings, ConcurrentMap<K, Entry<K>> entries) {
        this.settings = settings;
        this.entries = entries;
        this.origin = settings.timer.now(NANOSECONDS);
        this.ready = new ReadyKeys<>(settings.ageing.toNanos());
    }

    /** Nanoseconds since the queue was made; unlike the time of day they never go back. */
    long now() {
        return settings.timer.now(NANOSECONDS) - origin;
    }

    // ---- From any thread -------------------------------------------------------------------------------------------

    void notice(Entry<K> entry) {
        inbox.offer(entry);
        wake();
    }

    void finished(Run<K> run) {
        finished.offer(run);
        wake();
    }

    void park() {
        parked = true;
    }

    void resume() {
        parked = false;
        resumed = true;
        wake();
    }

    /** Starts nothing any more; the drain completes when the running ones have ended. */
    void close() {
        closing = true;
        wake();
    }

    Mono<Void> end() {
        return end.asMono();
    }

    boolean isOpen() {
        return !closing && !ended;
    }

    boolean isIdle() {
        return wip.get() == 0 && readyCount == 0 && runningCount == 0;
    }

    int running() {
        return runningCount;
    }

    long oldestSince() {
        return oldestSince;
    }

    void start(MonoSink<Void> drain, Function<? super K, ? extends Mono<Outcome>> handler) {
        sink = drain;
        reconcile = handler;
        context = Context.of(drain.contextView());
        worker = settings.worker().createWorker();
        drain.onCancel(() -> end(null));
        schedulePass();
    }

    /** Cancels what runs and signals the end, once; null means a good one. */
    void end(@Nullable Throwable error) {
        synchronized (end) {
            if (ended) {
                return;
            }
            ended = true;
        }
        running.forEach(Run::cancel);
        alarm.dispose();
        if (worker != null) {
            worker.dispose();
        }
        entries.clear();
        signalEnd(error);
    }

    private void signalEnd(@Nullable Throwable error) {
        if (sink != null) {
            if (error == null) {
                sink.success();
            } else {
                sink.error(error);
            }
        }
        end.tryEmitEmpty();
    }

    private void wake() {
        if (wip.getAndIncrement() == 0) {
            schedulePass();
        }
    }

    private void ring() {
        rang = true;
        wake();
    }

    private void schedulePass() {
        Scheduler.Worker here = worker;
        if (here == null || ended) {
            return;
        }
        try {
            here.schedule(this::pass);
        } catch (RejectedExecutionException disposed) {
            end(disposed);
        }
    }

    // ---- The pass --------------------------------------------------------------------------------------------------

    private void pass() {
        try {
            startsLeft = STARTS_PER_PASS;
            noticesLeft = NOTICES_PER_PASS;
            passStarted = now();
            int seen = wip.get();
            do {
                if (ended) {
                    return;
                }
                if (!work()) {
                    schedulePass();
                    return;
                }
                seen = wip.addAndGet(-seen);
            } while (seen != 0);
        } catch (Throwable fatal) {
            end(fatal);
        }
    }

    /** Does what there is to do; false if the pass used up its share of the thread. */
    private boolean work() {
        for (Run<K> run = finished.poll(); run != null; run = finished.poll()) {
            complete(run, now());
        }
        if (closing) {
            return endIfQuiet();
        }
        retryAfterResume();
        boolean all = readInbox() & wakeDelayed() & startReady();
        publish();
        setAlarm();
        return all;
    }

    private boolean endIfQuiet() {
        if (runningCount == 0) {
            end(null);
        }
        return true;
    }

    /** What failed while the member was away may well succeed now; the limit sees to the pace. */
    private void retryAfterResume() {
        if (!resumed || parked) {
            return;
        }
        resumed = false;
        long now = now();
        for (Entry<K> entry : delays.all()) {
            if (entry.retryRank != Ranks.NONE && !entry.failedForGood) {
                entry.retryAt = Math.min(entry.retryAt, now);
                decide(entry, now);
            }
        }
    }

    private boolean readInbox() {
        long now = now();
        for (; noticesLeft > 0; noticesLeft--) {
            Entry<K> entry = inbox.poll();
            if (entry == null) {
                return true;
            }
            read(entry, now);
        }
        return false;
    }

    private void read(Entry<K> entry, long now) {
        long word = entry.unsignal();
        switch (Entry.phase(word)) {
            case Entry.IDLE -> decide(entry, now);
            case Entry.QUEUED -> ready.raise(entry, Entry.wanted(word), now);
            default -> {
                // A running key is judged when it ends.
            }
        }
    }

    private boolean wakeDelayed() {
        if (delays.isEmpty()) {
            return true;
        }
        long now = now();
        for (; delays.next() <= now; noticesLeft--) {
            if (noticesLeft <= 0) {
                return false;
            }
            decide(delays.first(), now);
        }
        return true;
    }

    private boolean startReady() {
        while (!parked && ready.size() > 0) {
            long now = now();
            if (runningCount >= settings.limit.permits(now)) {
                return true;
            }
            if (startsLeft-- <= 0 || now - passStarted > NANOS_PER_PASS) {
                return false;
            }
            start(requireNonNull(ready.poll(now)), now);
        }
        return true;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Written by the pass only.
    private void start(Entry<K> entry, long now) {
        int rank = Entry.wanted(entry.toRunning());
        entry.retryRank = Ranks.NONE;
        runningCount++;
        Run<K> run = new Run<>(this, entry, rank, now, runningCount, context);
        running.add(run);
        settings.limit.started(now);
        settings.recorder.record(LoopMetric.RUNS, 1);
        settings.recorder.record(LoopMetric.WAIT, seconds(now - entry.readySince));
        subscribe(run);
        if (ended) {
            run.cancel();
        }
    }

    private void subscribe(Run<K> run) {
        try {
            requireNonNull(reconcile).apply(run.entry.key).subscribe(run);
        } catch (Throwable thrown) {
            Exceptions.throwIfJvmFatal(thrown);
            run.fail(thrown);
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Written by the pass only.
    private void complete(Run<K> run, long now) {
        Entry<K> entry = run.entry;
        Throwable error = run.error() == null ? null : Exceptions.unwrap(run.error());
        Exceptions.throwIfJvmFatal(error);
        running.remove(run);
        runningCount--;
        settings.limit.finished(Samples.of(run, error, now));
        settings.recorder.record(LoopMetric.RUN, seconds(now - run.startedAt));
        if (error == null) {
            succeed(entry, run, now);
        } else {
            fail(entry, run.rank, error, now);
        }
        decide(entry, now);
    }

    private void succeed(Entry<K> entry, Run<K> run, long now) {
        entry.failures = 0;
        if (run.outcome() instanceof Outcome.RequeueAfter later) {
            entry.wantLater(Math.min(run.rank, Ranks.NORMAL), moment(now, later.delay()));
        }
    }

    private void fail(Entry<K> entry, int rank, Throwable error, long now) {
        entry.failures += entry.failures == Integer.MAX_VALUE ? 0 : 1;
        entry.failedForGood = error instanceof PermanentException;
        Duration delay = delay(entry, error);
        entry.retryAt = moment(now, delay);
        entry.retryRank = rank;
        settings.recorder.record(entry.failedForGood ? LoopMetric.PERMANENT_FAILURES : LoopMetric.FAILURES, 1);
        settings.listener.failed(entry.key, error, entry.failures, delay);
    }

    private Duration delay(Entry<K> entry, Throwable error) {
        if (entry.failedForGood) {
            return settings.backoff.longest(settings.random);
        }
        return error instanceof ThrottledException throttled
                ? settings.backoff.delay(entry.failures, throttled.retryAfter(), settings.random)
                : settings.backoff.delay(entry.failures, settings.random);
    }

    /**
     * Puts a key that does not wait in a band where it belongs: a band, the delays, or nowhere. Three wishes count: an
     * add, a delayed add, the retry. While the key backs off, only {@link Priority#HIGH} does not wait for the retry.
     */
    private void decide(Entry<K> entry, long now) {
        while (true) {
            long seen = entry.look();
            long wantedAt = moment(entry, Entry.wanted(seen), 0);
            long delayedAt = moment(entry, Entry.delayed(seen), Entry.due(seen));
            long retryAt = moment(entry, entry.retryRank, entry.retryAt);
            int rank = Math.max(
                    wantedAt <= now ? Entry.wanted(seen) : Ranks.NONE,
                    Math.max(
                            delayedAt <= now ? Entry.delayed(seen) : Ranks.NONE,
                            retryAt <= now ? entry.retryRank : Ranks.NONE));
            long next = Math.min(wantedAt, Math.min(delayedAt, retryAt));
            if (move(entry, seen, rank, next, now)) {
                return;
            }
        }
    }

    private boolean move(Entry<K> entry, long seen, int rank, long next, long now) {
        if (rank != Ranks.NONE) {
            if (!entry.toQueued(seen, rank)) {
                return false;
            }
            delays.remove(entry);
            ready.add(entry, rank, now);
            return true;
        }
        if (next != Long.MAX_VALUE) {
            if (!entry.toIdle(seen)) {
                return false;
            }
            delays.put(entry, next);
            return true;
        }
        if (!entry.toForgotten(seen)) {
            return false;
        }
        delays.remove(entry);
        entries.remove(entry.key, entry);
        return true;
    }

    private static <K> long moment(Entry<K> entry, int rank, long at) {
        if (rank == Ranks.NONE) {
            return Long.MAX_VALUE;
        }
        boolean backsOff = entry.retryRank != Ranks.NONE && rank != Ranks.HIGH;
        return backsOff ? Math.max(at, entry.retryAt) : at;
    }

    /** The moment {@code delay} from now; what the word cannot hold counts as its last moment. */
    static long moment(long now, Duration delay) {
        return delay.compareTo(Duration.ofNanos(Entry.LAST_MOMENT - now)) > 0
                ? Entry.LAST_MOMENT
                : now + delay.toNanos();
    }

    private void publish() {
        readyCount = ready.size();
        oldestSince = ready.oldestSince();
    }

    /** Wakes the loop for the earliest thing that comes by itself. An alarm that is early anyway stays. */
    private void setAlarm() {
        if (rang) {
            rang = false;
            alarmAt = Long.MAX_VALUE;
        }
        boolean starved = ready.size() > 0 && !parked;
        if (delays.isEmpty() && !starved) {
            return;
        }
        long now = now();
        long next = Math.min(delays.next(), starved ? settings.limit.growsAt(now) : Long.MAX_VALUE);
        if (next < alarmAt) {
            alarmAt = next;
            alarm.update(settings.timer.schedule(this::ring, Math.max(next - now, 0), NANOSECONDS));
        }
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
