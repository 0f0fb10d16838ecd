package io.kubefed.core.loop;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class WorkQueueThreadTest {

    private static final int MANY = 5_000;

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Scheduler worker = Schedulers.newSingle("loop-worker");

    @AfterEach
    void dispose() {
        worker.dispose();
        time.dispose();
    }

    @Test
    void startsReconcilesOnTheWorker() throws Exception {
        WorkQueue<String> queue =
                WorkQueue.<String>builder(time, new Random(1)).worker(worker).build();
        List<String> threads = new ArrayList<>();
        CountDownLatch ran = new CountDownLatch(1);
        var drain = queue.drain(key -> {
                    threads.add(Thread.currentThread().getName());
                    ran.countDown();
                    return Mono.empty();
                })
                .subscribe();

        queue.add("a", Priority.NORMAL);

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).hasSize(1).first().asString().startsWith("loop-worker");
        drain.dispose();
    }

    @Test
    void leavesTheThreadToOthersBetweenStarts() throws Exception {
        WorkQueue<Integer> queue = WorkQueue.<Integer>builder(time, new Random(1))
                .worker(worker)
                .limit(Limit.of(10 * MANY))
                .build();
        for (int key = 0; key < MANY; key++) {
            queue.add(key, Priority.NORMAL);
        }
        List<Integer> startedBefore = new ArrayList<>();
        int[] started = {0};
        CountDownLatch all = new CountDownLatch(MANY);

        var drain = queue.drain(key -> {
                    if (started[0]++ == 0) {
                        worker.schedule(() -> startedBefore.add(started[0]));
                    }
                    all.countDown();
                    return Mono.empty();
                })
                .subscribe();

        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(startedBefore).hasSize(1);
        assertThat(startedBefore.get(0)).isLessThanOrEqualTo(256);
        drain.dispose();
    }

    @Test
    void endsAReconcileThatEndsOnAnotherThread() {
        WorkQueue<String> queue =
                WorkQueue.<String>builder(worker, new Random(1)).build();
        Mono<Outcome> elsewhere =
                Mono.<Outcome>just(Outcome.SETTLED).delayElement(Duration.ofMillis(1), Schedulers.single());
        CountDownLatch ran = new CountDownLatch(3);

        StepVerifier.create(queue.drain(key -> elsewhere.doFinally(signal -> ran.countDown())))
                .then(() -> {
                    queue.add("a", Priority.NORMAL);
                    queue.add("b", Priority.NORMAL);
                    queue.addAfter("c", Duration.ofMillis(5), Priority.NORMAL);
                })
                .then(() -> awaitQuietly(ran))
                .thenCancel()
                .verify(ofSeconds(10));

        assertThat(ran.getCount()).isZero();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
