package io.kubefed.core.loop;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.ThrottledException;
import io.kubefed.core.error.TransientException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class WorkQueueFailureTest {

    private static final TransientException UNREACHABLE = new TransientException("unreachable", null);
    private static final PermanentException FORBIDDEN = new PermanentException("forbidden");

    @Test
    void triesAFailedKeyAgain() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a");
            lab.fail("a", UNREACHABLE);

            lab.pass(ofMillis(200));

            assertThat(lab.starts).containsExactly("a", "a");
            assertThat(lab.failures).containsExactly("a 1");
        }
    }

    @Test
    void backsOffLongerWithEveryFailure() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a");
            for (int i = 0; i < 30; i++) {
                lab.fail("a", UNREACHABLE);
                lab.pass(ofSeconds(60));
            }

            assertThat(lab.starts).hasSize(31);
            assertThat(lab.failures).endsWith("a 29", "a 30");
        }
    }

    @Test
    void letsOtherKeysRunWhileOneBacksOff() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a");
            lab.fail("a", FORBIDDEN);

            lab.add("b");

            assertThat(lab.starts).containsExactly("a", "b");
        }
    }

    @Test
    void takesAThrownExceptionForAFailureOfThatKey() {
        try (Lab lab = new Lab(settings -> settings)) {
            lab.drain(key -> {
                throw new IllegalStateException("a bug");
            });

            lab.add("a", "b");

            assertThat(lab.failures).containsExactly("a 1", "b 1");
            assertThat(lab.drainError).isNull();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // A handler without null checks may do it.
    void takesANullReconcileForAFailureOfThatKey() {
        try (Lab lab = new Lab(settings -> settings)) {
            lab.drain(key -> null);

            lab.add("a");

            assertThat(lab.failures).containsExactly("a 1");
            assertThat(lab.drainError).isNull();
        }
    }

    @Test
    void keepsCountingFailuresAcrossUnrelatedEvents() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a");
            lab.fail("a", FORBIDDEN);

            lab.add("a", Priority.HIGH);
            lab.fail("a", FORBIDDEN);

            assertThat(lab.failures).containsExactly("a 1", "a 2");
        }
    }

    @Test
    void runsAnUrgentKeyThatBacksOffAtOnce() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a");
            lab.fail("a", FORBIDDEN);

            lab.add("a", Priority.HIGH);

            assertThat(lab.starts).containsExactly("a", "a");
        }
    }

    @Test
    void letsAnOrdinaryAddWaitForTheRetry() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a");
            lab.fail("a", FORBIDDEN);

            lab.add("a");
            lab.addAfter("a", ofSeconds(1));
            lab.pass(ofSeconds(59));
            assertThat(lab.starts).containsExactly("a");

            lab.pass(ofSeconds(7));
            assertThat(lab.starts).containsExactly("a", "a");

            lab.end("a");
            lab.pass(ofMinutes(10));
            assertThat(lab.starts).containsExactly("a", "a");
        }
    }

    @Test
    void letsAnAddDuringAFailingRunWaitForTheRetry() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a", "a");
            lab.fail("a", FORBIDDEN);
            assertThat(lab.starts).containsExactly("a");

            lab.pass(ofSeconds(66));

            assertThat(lab.starts).containsExactly("a", "a");
        }
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a");
            lab.fail("a", UNREACHABLE);
            lab.pass(ofMillis(200));
            lab.end("a");

            lab.add("a");
            lab.fail("a", UNREACHABLE);

            assertThat(lab.failures).containsExactly("a 1", "a 1");
        }
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a");
            lab.fail("a", throttled(ofSeconds(20)));

            lab.pass(ofMillis(19_999));
            assertThat(lab.starts).containsExactly("a");

            lab.pass(ofMillis(201));
            assertThat(lab.starts).containsExactly("a", "a");
        }
    }

    @Test
    void waitsTheLongestTimeIfTryingAgainDoesNotHelp() {
        try (Lab lab = Lab.draining(1)) {
            lab.add("a");
            lab.fail("a", FORBIDDEN);

            lab.pass(ofMillis(59_999));
            assertThat(lab.starts).containsExactly("a");

            lab.pass(ofSeconds(7));
            assertThat(lab.starts).containsExactly("a", "a");
        }
    }

    @Test
    void triesFailedKeysWhenItIsResumed() {
        try (Lab lab = Lab.draining(8)) {
            lab.add("unreachable", "forbidden");
            lab.fail("unreachable", throttled(ofMinutes(2)));
            lab.fail("forbidden", FORBIDDEN);

            lab.queue.park();
            lab.queue.resume();
            lab.pass(ZERO);

            assertThat(lab.starts).containsExactly("unreachable", "forbidden", "unreachable");
        }
    }

    @Test
    void tellsTheListenerWhenItTriesAgain() {
        List<Duration> delays = new java.util.ArrayList<>();
        try (Lab lab =
                new Lab(settings -> settings.onFailure((key, error, failures, retryIn) -> delays.add(retryIn)))) {
            lab.drain(key -> Mono.error(throttled(ofSeconds(90))));

            lab.add("a");

            assertThat(delays).containsExactly(ofSeconds(90));
        }
    }

    @Test
    void failsTheDrainOnAJvmError() {
        try (Lab lab = new Lab(settings -> settings)) {
            lab.drain(key -> {
                throw new OutOfMemoryError("pretended");
            });

            lab.add("a");

            assertThat(lab.drainError).isInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void failsTheDrainOnASignalledJvmErrorAndCancelsTheOthers() {
        try (Lab lab = Lab.draining(2)) {
            lab.add("a", "b");

            lab.fail("a", new OutOfMemoryError("pretended"));

            assertThat(lab.drainError).isInstanceOf(OutOfMemoryError.class);
            assertThat(lab.cancelled).containsExactly("b");
        }
    }

    @Test
    void failsTheDrainIfTheListenerThrows() {
        try (Lab lab = new Lab(settings -> settings.onFailure((key, error, failures, retryIn) -> {
            throw new IllegalStateException("listener");
        }))) {
            lab.drain(lab::reconcile);
            lab.add("a");

            lab.fail("a", UNREACHABLE);

            assertThat(lab.drainError).hasMessage("listener");
        }
    }

    private static ThrottledException throttled(Duration retryAfter) {
        return new ThrottledException(
                "throttled", new ApiStatus(429, "TooManyRequests", "slow down", List.of(), retryAfter));
    }
}
