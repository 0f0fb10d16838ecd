package io.kubefed.core.loop;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/**
 * Real threads against the queue: producers that add, reconciles that end elsewhere, fail, and add their own key.
 *
 * <p>A producer writes a plain cell and then adds the key; the reconcile copies the cells. So a lost add, a run that
 * started too early, and a missing happens-before edge all show as a cell that no run has seen.
 */
class WorkQueueStressTest {

    private static final int PRODUCERS = 3;
    private static final int ADDS = 150_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 500})
    void losesNoAddAndNeverRunsAKeyTwiceAtATime(int keys) throws Exception {
        Scheduler timer = Schedulers.newSingle("stress-timer");
        Scheduler elsewhere = Schedulers.newParallel("stress-elsewhere", 2);
        ExecutorService producers = Executors.newFixedThreadPool(PRODUCERS);
        try {
            Board board = new Board(keys);
            WorkQueue<Integer> queue = WorkQueue.<Integer>builder(timer, new Random(1))
                    .limit(Limit.of(5))
                    .share(key -> key % 3)
                    .backoff(new Backoff(Duration.ofNanos(1), ofMillis(1)))
                    .build();
            CountDownLatch seen = new CountDownLatch(1);
            AtomicBoolean produced = new AtomicBoolean();
            var drain = queue.drain(key -> board.reconcile(key, elsewhere).doFinally(signal -> {
                        if (produced.get() && board.isComplete()) {
                            seen.countDown();
                        }
                    }))
                    .subscribe();

            List<Future<?>> done = new ArrayList<>();
            for (int producer = 0; producer < PRODUCERS; producer++) {
                int number = producer;
                done.add(producers.submit(() -> board.produce(number, queue)));
            }
            for (Future<?> future : done) {
                future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            produced.set(true);
            queue.add(0, Priority.LOW);

            assertThat(seen.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("every add is followed by a run that sees what was written before it: %s", board)
                    .isTrue();
            assertThat(board.twiceAtATime).hasValue(0);
            assertThat(board.overLimit).hasValue(0);
            StepVerifier.create(queue.drainAndClose(PATIENCE)).expectComplete().verify(PATIENCE);
            assertThat(drain.isDisposed()).isTrue();
        } finally {
            producers.shutdownNow();
            timer.dispose();
            elsewhere.dispose();
        }
    }

    /** What producers wrote, and what the runs saw of it. */
    private static final class Board {

        /** Plain on purpose: only the queue orders these writes before the reads. */
        private final int[][] written;

        private final AtomicReferenceArray<int[]> seen;
        private final AtomicReferenceArray<Integer> running;
        private final AtomicInteger runningCount = new AtomicInteger();
        private final AtomicLong runs = new AtomicLong();
        final AtomicInteger twiceAtATime = new AtomicInteger();
        final AtomicInteger overLimit = new AtomicInteger();
        private final int keys;

        Board(int keys) {
            this.keys = keys;
            written = new int[keys][PRODUCERS];
            seen = new AtomicReferenceArray<>(keys);
            running = new AtomicReferenceArray<>(keys);
        }

        void produce(int producer, WorkQueue<Integer> queue) {
            SplittableRandom random = new SplittableRandom(producer);
            for (int i = 0; i < ADDS; i++) {
                int key = random.nextInt(keys);
                written[key][producer]++;
                if (random.nextInt(20) == 0) {
                    queue.addAfter(key, Duration.ofNanos(1 + random.nextInt(50_000)), Priority.LOW);
                } else {
                    queue.add(key, Priority.values()[random.nextInt(3)]);
                }
            }
        }

        Mono<Outcome> reconcile(int key, Scheduler elsewhere) {
            if (!running.compareAndSet(key, null, key)) {
                twiceAtATime.incrementAndGet();
            }
            if (runningCount.incrementAndGet() > 5) {
                overLimit.incrementAndGet();
            }
            int[] copy = written[key].clone();
            long run = runs.incrementAndGet();
            Mono<Outcome> work = Mono.fromSupplier(() -> end(key, copy, run));
            return run % 2 == 0 ? work : work.subscribeOn(elsewhere);
        }

        private Outcome end(int key, int[] copy, long run) {
            runningCount.decrementAndGet();
            running.set(key, null);
            if (run % 13 == 0) {
                throw new IllegalStateException("on purpose");
            }
            seen.set(key, copy);
            return run % 11 == 0 ? new Outcome.RequeueAfter(Duration.ofNanos(1_000)) : Outcome.SETTLED;
        }

        boolean isComplete() {
            for (int key = 0; key < keys; key++) {
                if (!Arrays.equals(seen.get(key) == null ? new int[PRODUCERS] : seen.get(key), written[key])) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return runs + " runs";
        }
    }
}
