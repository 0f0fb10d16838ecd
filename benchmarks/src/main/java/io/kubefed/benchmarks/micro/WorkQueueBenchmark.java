package io.kubefed.benchmarks.micro;

import io.kubefed.core.loop.Limit;
import io.kubefed.core.loop.Outcome;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.model.ObjectKey;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Question: what does a key cost on its way through the work queue, and what does one that waits there already?
 *
 * <p>Distribution: 10,000 keys of fifty namespaces, which are the shares; sixty-four may run at a time and end at once. Added by one
 * thread, run on another. One operation is one key.
 *
 * <p>Command: {@code benchmarks/run micro WorkQueue}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class WorkQueueBenchmark {

    private static final int KEYS = 10_000;

    private final ObjectKey[] keys = new ObjectKey[KEYS];
    private final Semaphore done = new Semaphore(0);
    private final Scheduler worker = Schedulers.newSingle("queue");
    private final WorkQueue<ObjectKey> running = queue();
    private final WorkQueue<ObjectKey> parked = queue();
    private Disposable drain = Disposables.disposed();

    private WorkQueue<ObjectKey> queue() {
        return WorkQueue.<ObjectKey>builder(worker, new Random(1))
                .share(ObjectKey::namespace)
                .limit(Limit.of(64))
                .build();
    }

    /** Makes the keys, and starts a queue. */
    @Setup
    public void start() {
        for (int i = 0; i < KEYS; i++) {
            keys[i] = new ObjectKey("team-" + i % 50, "object-" + i);
        }
        drain = running.drain(this::reconcile).subscribe();
        parked.add(keys[0], Priority.NORMAL);
    }

    private Mono<Outcome> reconcile(ObjectKey key) {
        done.release();
        return Mono.just(Outcome.SETTLED);
    }

    /** Stops it. */
    @TearDown
    public void stop() {
        drain.dispose();
        worker.dispose();
    }

    /** In at one end and out at the other. */
    @Benchmark
    @OperationsPerInvocation(KEYS)
    public void addAndDrain() throws InterruptedException {
        for (ObjectKey key : keys) {
            running.add(key, Priority.NORMAL);
        }
        done.acquire(KEYS);
    }

    /** A key that waits already. */
    @Benchmark
    public void addAgain() {
        parked.add(keys[0], Priority.NORMAL);
    }
}
