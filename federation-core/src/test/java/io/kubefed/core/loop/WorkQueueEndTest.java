package io.kubefed.core.loop;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class WorkQueueEndTest {

    @Test
    void cancelsRunningReconcilesWithTheDrain() {
        try (Lab lab = Lab.draining(2)) {
            lab.add("a", "b", "c");

            lab.cancel();

            assertThat(lab.cancelled).containsExactlyInAnyOrder("a", "b");
            assertThat(lab.starts).containsExactly("a", "b");
        }
    }

    @Test
    void takesNoKeysAfterTheDrainIsCancelled() {
        try (Lab lab = Lab.draining(1)) {
            lab.cancel();

            lab.add("a");
            lab.addAfter("b", ofSeconds(1));
            lab.pass(ofSeconds(1));

            assertThat(lab.starts).isEmpty();
            assertThat(lab.queue.size()).isZero();
        }
    }

    @Test
    void cancelsAReconcileThatCancelsTheDrain() {
        try (Lab lab = new Lab(settings -> settings)) {
            List<String> cancelled = new ArrayList<>();
            lab.drain(key -> Mono.<Outcome>never()
                    .doOnSubscribe(subscription -> lab.cancel())
                    .doOnCancel(() -> cancelled.add(key)));

            lab.add("a", "b");

            assertThat(cancelled).containsExactly("a");
        }
    }

    @Test
    void refusesASecondDrain() {
        try (Lab lab = Lab.draining(1)) {
            StepVerifier.create(lab.queue.drain(lab::reconcile))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("drained already"))
                    .verify(ofSeconds(5));
        }
    }

    @Test
    void refusesToBeDrainedAgainAfterACancel() {
        try (Lab lab = Lab.draining(1)) {
            lab.cancel();

            StepVerifier.create(lab.queue.drain(lab::reconcile))
                    .expectError(IllegalStateException.class)
                    .verify(ofSeconds(5));
        }
    }

    @Test
    void letsRunningKeysEndWhenItCloses() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a", "b");
            boolean[] closed = {false};
            lab.queue.drainAndClose(ofSeconds(10)).subscribe(never -> {}, error -> {}, () -> closed[0] = true);
            lab.add("c");
            lab.pass(ofSeconds(9));
            assertThat(lab.drainCompleted).isFalse();
            assertThat(closed[0]).isFalse();

            lab.end("a");

            assertThat(lab.drainCompleted).isTrue();
            assertThat(closed[0]).isTrue();
            assertThat(lab.starts).containsExactly("a");
            assertThat(lab.cancelled).isEmpty();
        }
    }

    @Test
    void cancelsWhatStillRunsAfterTheGrace() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a");
            lab.queue.drainAndClose(ofSeconds(10)).subscribe();

            lab.pass(ofSeconds(10));

            assertThat(lab.cancelled).containsExactly("a");
            assertThat(lab.drainCompleted).isTrue();
        }
    }

    @Test
    void closesAtOnceIfNothingRuns() {
        try (Lab lab = Lab.draining(1)) {
            lab.queue.drainAndClose(ofSeconds(10)).subscribe();
            lab.pass(ZERO);

            assertThat(lab.drainCompleted).isTrue();
        }
    }

    @Test
    void closesWithoutEverHavingBeenDrained() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        WorkQueue<String> queue = WorkQueue.<String>builder(time, new Random(1)).build();
        queue.add("a", Priority.NORMAL);

        StepVerifier.create(queue.drainAndClose(ofSeconds(10))).verifyComplete();

        assertThat(queue.size()).isZero();
        StepVerifier.create(queue.drain(key -> Mono.empty())).verifyError(IllegalStateException.class);
    }

    @Test
    void failsTheDrainIfItsWorkerIsDisposed() {
        Scheduler worker = Schedulers.newSingle("disposed-worker");
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        WorkQueue<String> queue =
                WorkQueue.<String>builder(time, new Random(1)).worker(worker).build();
        worker.dispose();

        StepVerifier.create(queue.drain(key -> Mono.empty()))
                .expectError(java.util.concurrent.RejectedExecutionException.class)
                .verify(ofSeconds(5));
    }

    @Test
    void handsTheSubscribersContextToReconciles() {
        try (Lab lab = new Lab(settings -> settings)) {
            List<String> traces = new ArrayList<>();
            lab.queue
                    .drain(key -> Mono.deferContextual(context -> {
                        traces.add(context.get("trace"));
                        return Mono.empty();
                    }))
                    .contextWrite(context -> context.put("trace", "t-1"))
                    .subscribe();

            lab.add("a");

            assertThat(traces).containsExactly("t-1");
        }
    }
}
