package io.kubefed.core.loop;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class WorkQueueTest {

    @Test
    void runsAKeyThatIsAdded() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a");

            assertThat(lab.starts).containsExactly("a");
            assertThat(lab.queue.running()).isOne();
        }
    }

    @Test
    void runsKeysThatWereAddedBeforeTheDrain() {
        try (Lab lab = new Lab(settings -> settings.limit(Limit.of(8)))) {
            lab.add("a", "b", "a");

            lab.drain(lab::reconcile);

            assertThat(lab.starts).containsExactly("a", "b");
        }
    }

    @Test
    void mergesAddsOfAWaitingKey() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a", "b", "b", "b");
            assertThat(lab.queue.size()).isOne();

            lab.end("a");
            lab.end("b");

            assertThat(lab.starts).containsExactly("a", "b");
            assertThat(lab.queue.isIdle()).isTrue();
        }
    }

    @Test
    void runsAKeyAgainThatIsAddedWhileItRuns() {
        try (Lab lab = Lab.draining(8)) {
            lab.add("a", "a", "a");
            assertThat(lab.starts).containsExactly("a");

            lab.end("a");
            assertThat(lab.starts).containsExactly("a", "a");

            lab.end("a");
            assertThat(lab.starts).containsExactly("a", "a");
        }
    }

    @Test
    void runsAKeyAgainThatItsOwnReconcileAdds() {
        List<String> starts = new ArrayList<>();
        try (Lab lab = new Lab(settings -> settings)) {
            lab.drain(key -> {
                starts.add(key);
                if (starts.size() < 100_000) {
                    lab.queue.add(key, Priority.NORMAL);
                }
                return Mono.just(Outcome.SETTLED);
            });

            lab.add("a");

            assertThat(starts).hasSize(100_000);
            assertThat(lab.drainError).isNull();
        }
    }

    @Test
    void runsNoMoreAtATimeThanTheLimit() {
        try (Lab lab = Lab.draining(2)) {
            lab.add("a", "b", "c", "d");
            assertThat(lab.starts).containsExactly("a", "b");

            lab.end("b");
            assertThat(lab.starts).containsExactly("a", "b", "c");
        }
    }

    @Test
    void readsTheLimitBeforeEveryStart() {
        int[] permits = {0};
        try (Lab lab = Lab.draining(settings -> settings.limit(Limit.of(() -> permits[0])))) {
            lab.add("a", "b", "c");
            assertThat(lab.starts).isEmpty();

            permits[0] = 2;
            lab.queue.resume();
            lab.pass(ZERO);

            assertThat(lab.starts).containsExactly("a", "b");
        }
    }

    @Test
    void startsUrgentKeysFirst() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("first");
            lab.add("low", Priority.LOW);
            lab.add("normal", Priority.NORMAL);
            lab.add("high", Priority.HIGH);

            lab.end("first");
            lab.end("high");
            lab.end("normal");

            assertThat(lab.starts).containsExactly("first", "high", "normal", "low");
        }
    }

    @Test
    void raisesAWaitingKey() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("first", "a", "b");
            lab.add("b", Priority.HIGH);
            lab.add("b", Priority.LOW);

            lab.end("first");

            assertThat(lab.starts).containsExactly("first", "b");
        }
    }

    @Test
    void runsADelayedKeyInItsTime() {
        try (Lab lab = Lab.draining(1)) {
            lab.addAfter("a", ofMillis(100));
            assertThat(lab.queue.isIdle()).isTrue();
            assertThat(lab.queue.size()).isOne();

            lab.pass(ofMillis(99));
            assertThat(lab.starts).isEmpty();

            lab.pass(ofMillis(1));
            assertThat(lab.starts).containsExactly("a");
        }
    }

    @Test
    void letsTheEarlierOfTwoDelaysWin() {
        try (Lab lab = Lab.draining(2)) {
            lab.addAfter("a", ofMillis(100));
            lab.addAfter("a", ofMillis(500));
            lab.addAfter("b", ofMillis(500));
            lab.addAfter("b", ofMillis(100));

            lab.pass(ofMillis(100));
            assertThat(lab.starts).containsExactlyInAnyOrder("a", "b");
            lab.end("a");
            lab.end("b");

            lab.pass(ofSeconds(10));
            assertThat(lab.starts).hasSize(2);
        }
    }

    @Test
    void letsAnAddOvertakeADelay() {
        try (Lab lab = Lab.draining(1)) {
            lab.addAfter("a", ofSeconds(1));
            lab.add("a");
            assertThat(lab.starts).containsExactly("a");
            lab.end("a");

            lab.pass(ofSeconds(10));

            assertThat(lab.starts).containsExactly("a");
            assertThat(lab.queue.size()).isZero();
        }
    }

    @Test
    void keepsADelayThatIsAskedForDuringARun() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a");
            lab.addAfter("a", ofSeconds(1));
            lab.end("a");
            assertThat(lab.starts).containsExactly("a");

            lab.pass(ofSeconds(1));

            assertThat(lab.starts).containsExactly("a", "a");
        }
    }

    @Test
    void looksAgainWhenTheOutcomeSaysSo() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a");
            lab.end("a", new Outcome.RequeueAfter(ofSeconds(5)));

            lab.pass(ofMillis(4_999));
            assertThat(lab.starts).hasSize(1);

            lab.pass(ofMillis(1));
            assertThat(lab.starts).hasSize(2);
        }
    }

    @Test
    void takesAnEmptyReconcileForSettled() {
        try (Lab lab = new Lab(settings -> settings)) {
            lab.drain(key -> Mono.empty());

            lab.add("a", "b");

            assertThat(lab.starts).containsExactly("a", "b");
            assertThat(lab.queue.size()).isZero();
        }
    }

    @Test
    void holdsKeysWhileParked() {
        try (Lab lab = Lab.draining(8)) {
            lab.add("running");
            lab.queue.park();
            lab.add("a", "b", "a");
            lab.end("running");
            assertThat(lab.starts).containsExactly("running");
            assertThat(lab.queue.isIdle()).isFalse();

            lab.queue.resume();
            lab.pass(ZERO);

            assertThat(lab.starts).containsExactly("running", "a", "b");
        }
    }

    @Test
    void tellsHowLongTheOldestKeyWaits() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("running");
            assertThat(lab.queue.oldestWait()).isEqualTo(ZERO);

            lab.add("a");
            lab.pass(ofSeconds(3));
            lab.add("b");
            assertThat(lab.queue.oldestWait()).isEqualTo(ofSeconds(3));

            lab.end("running");
            assertThat(lab.queue.oldestWait()).isEqualTo(ZERO);
        }
    }

    @Test
    void refusesANegativeDelay() {
        try (Lab lab = Lab.draining(1)) {
            assertThatIllegalArgumentException().isThrownBy(() -> lab.addAfter("a", ofMillis(-1)));
        }
    }

    @Test
    void refusesAWorkerThatNestsStarts() {
        try (Lab lab = Lab.draining(1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            WorkQueue.builder(lab.time, new java.util.Random(1)).worker(Schedulers.immediate()));
        }
    }

    @Test
    void takesADelayOfAThousandYearsForAVeryLongOne() {
        try (Lab lab = Lab.draining(1)) {
            lab.addAfter("a", java.time.Duration.ofDays(365_000));

            lab.pass(java.time.Duration.ofDays(365));

            assertThat(lab.starts).isEmpty();
        }
    }
}
