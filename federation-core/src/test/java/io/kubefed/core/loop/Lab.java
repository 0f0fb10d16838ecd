package io.kubefed.core.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A queue of strings on one thread in virtual time, whose reconciles end when the test says so. */
final class Lab implements AutoCloseable {

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final WorkQueue<String> queue;

    /** Keys in the order of their starts. */
    final List<String> starts = new ArrayList<>();

    final Map<String, Sinks.One<Outcome>> running = new HashMap<>();
    final List<String> cancelled = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    boolean drainCompleted;

    @Nullable Throwable drainError;

    private @Nullable Disposable drain;

    Lab(UnaryOperator<WorkQueueBuilder<String>> settings) {
        WorkQueueBuilder<String> builder = WorkQueue.<String>builder(time, new Random(7))
                .onFailure((key, error, failed, retryIn) -> failures.add(key + " " + failed));
        queue = settings.apply(builder).build();
    }

    /** A queue with {@code permits} that is drained by reconciles which wait for {@link #end}. */
    static Lab draining(int permits) {
        return draining(settings -> settings.limit(Limit.of(permits)));
    }

    static Lab draining(UnaryOperator<WorkQueueBuilder<String>> settings) {
        Lab lab = new Lab(settings);
        lab.drain(lab::reconcile);
        return lab;
    }

    void drain(Function<String, Mono<Outcome>> handler) {
        drain = queue.drain(key -> {
                    starts.add(key);
                    return handler.apply(key);
                })
                .subscribe(never -> {}, error -> drainError = error, () -> drainCompleted = true);
        pass(Duration.ZERO);
    }

    Mono<Outcome> reconcile(String key) {
        Sinks.One<Outcome> end = Sinks.one();
        if (running.put(key, end) != null) {
            throw new AssertionError(key + " runs twice at a time");
        }
        return end.asMono().doOnCancel(() -> cancelled.add(key));
    }

    void end(String key) {
        end(key, Outcome.SETTLED);
    }

    void end(String key, Outcome outcome) {
        running.remove(key).tryEmitValue(outcome).orThrow();
        pass(Duration.ZERO);
    }

    void fail(String key, Throwable error) {
        running.remove(key).tryEmitError(error).orThrow();
        pass(Duration.ZERO);
    }

    void add(String key, Priority priority) {
        queue.add(key, priority);
        pass(Duration.ZERO);
    }

    void add(String... keys) {
        for (String key : keys) {
            add(key, Priority.NORMAL);
        }
    }

    void addAfter(String key, Duration delay) {
        queue.addAfter(key, delay, Priority.NORMAL);
        pass(Duration.ZERO);
    }

    void pass(Duration time) {
        this.time.advanceTimeBy(time);
    }

    void cancel() {
        if (drain != null) {
            drain.dispose();
        }
    }

    @Override
    public void close() {
        cancel();
        time.dispose();
    }
}
