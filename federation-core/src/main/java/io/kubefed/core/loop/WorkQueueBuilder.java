package io.kubefed.core.loop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Settings of a {@link WorkQueue}, from {@link WorkQueue#builder}. Makes one queue.
 *
 * @param <K> a value with {@code equals} and {@code hashCode}
 */
public final class WorkQueueBuilder<K> {

    final Scheduler timer;
    final RandomGenerator random;
    Function<? super K, ?> share = key -> "";
    Limit limit = Limit.of(1);
    Backoff backoff = Backoff.DEFAULT;
    Duration ageing = Duration.ofSeconds(10);
    LoopRecorder recorder = LoopRecorder.NONE;
    FailureListener<? super K> listener = (key, error, failures, retryIn) -> {};
    private @Nullable Scheduler worker;

    WorkQueueBuilder(Scheduler timer, RandomGenerator random) {
        this.timer = requireNonNull(timer, "timer");
        this.random = requireNonNull(random, "random");
    }

    /** Where reconciles start; the timer by default. */
    Scheduler worker() {
        return worker == null ? timer : worker;
    }

    /**
     * Where reconciles start, if that is not the timer.
     *
     * @throws IllegalArgumentException if it is {@link Schedulers#immediate()}, on which starts would nest without end
     */
    public WorkQueueBuilder<K> worker(Scheduler scheduler) {
        if (requireNonNull(scheduler, "scheduler") == Schedulers.immediate()) {
            throw new IllegalArgumentException("the worker must not run tasks on the caller's stack");
        }
        worker = scheduler;
        return this;
    }

    /**
     * To whose share a key belongs, such as its namespace; shares that wait take turns. By default all are one.
     *
     * @param shareOf pure; called once per key by the adder; never null
     */
    public WorkQueueBuilder<K> share(Function<? super K, ?> shareOf) {
        share = requireNonNull(shareOf, "shareOf");
        return this;
    }

    /** How many keys may run at the same time; 1 by default. The limit must not serve another queue. */
    public WorkQueueBuilder<K> limit(Limit most) {
        limit = requireNonNull(most, "most");
        return this;
    }

    /** How long a failed key waits; {@link Backoff#DEFAULT} by default. */
    public WorkQueueBuilder<K> backoff(Backoff delays) {
        backoff = requireNonNull(delays, "delays");
        return this;
    }

    /**
     * After how long a waiting key moves up by one priority; 10 s by default.
     *
     * @throws IllegalArgumentException if not positive or over a year
     */
    public WorkQueueBuilder<K> ageing(Duration perPriority) {
        if (perPriority.isNegative() || perPriority.isZero() || perPriority.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("ageing is not between 0 and a year: " + perPriority);
        }
        ageing = perPriority;
        return this;
    }

    /** Who receives the measurements; nobody by default. */
    public WorkQueueBuilder<K> recorder(LoopRecorder measurements) {
        recorder = requireNonNull(measurements, "measurements");
        return this;
    }

    /** Who learns of failed runs; nobody by default. */
    public WorkQueueBuilder<K> onFailure(FailureListener<? super K> failures) {
        listener = requireNonNull(failures, "failures");
        return this;
    }

    /** The queue. */
    public WorkQueue<K> build() {
        return new WorkQueue<>(this);
    }
}
