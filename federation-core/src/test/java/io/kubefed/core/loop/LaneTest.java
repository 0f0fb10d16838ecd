package io.kubefed.core.loop;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.ThrottledException;
import io.kubefed.core.error.TransientException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A queue whose runs are requests to one member, and whose limit learns from them. */
class LaneTest {

    private static final ThrottledException THROTTLED = new ThrottledException(
            "throttled", new ApiStatus(429, "TooManyRequests", "slow down", List.of(), ofSeconds(5)));

    private final ConcurrencyLimit limit = new ConcurrencyLimit();

    @Test
    void sendsNothingToAMemberThatAskedForAPause() {
        try (Lab lab = Lab.draining(settings -> settings.limit(limit))) {
            for (int i = 0; i < 20; i++) {
                lab.add("key-" + i);
            }
            assertThat(lab.starts).hasSize(8);

            lab.fail("key-0", THROTTLED);
            lab.end("key-1");
            lab.pass(ofMillis(4_999));
            assertThat(lab.starts).hasSize(8);

            lab.end("key-2");
            lab.end("key-3");
            lab.end("key-4");
            lab.pass(ofMillis(1));
            assertThat(limit.permits()).isEqualTo(5);
            assertThat(lab.running).hasSize(5);
        }
    }

    @Test
    void sendsMoreAtATimeToAMemberThatKeepsUp() {
        try (Lab lab = Lab.draining(settings -> settings.limit(limit))) {
            for (int i = 0; i < 500; i++) {
                lab.add("key-" + i);
            }
            while (!lab.running.isEmpty()) {
                List<String> inFlight = List.copyOf(lab.running.keySet());
                lab.pass(ofMillis(20));
                inFlight.forEach(lab::end);
            }

            assertThat(limit.permits()).isGreaterThan(16);
            assertThat(lab.starts).hasSize(500);
        }
    }

    @Test
    void holdsKeysOfAnOfflineMemberAndSendsThemWhenItIsBack() {
        try (Lab lab = Lab.draining(settings -> settings.limit(limit))) {
            lab.add("a", "b");
            lab.queue.park();
            lab.fail("a", new TransientException("connection refused", null));
            lab.fail("b", new TransientException("connection refused", null));
            lab.add("c");
            lab.pass(ofSeconds(3_600));
            assertThat(lab.starts).containsExactly("a", "b");
            assertThat(lab.queue.size()).isEqualTo(3);

            lab.queue.resume();
            lab.pass(ZERO);

            assertThat(lab.running).containsOnlyKeys("a", "b", "c");
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void readsFromAnErrorWhatItSaysAboutTheMember(Throwable error, int permits) {
        try (Lab lab = Lab.draining(settings -> settings.limit(limit))) {
            lab.add("a");

            lab.fail("a", error);

            assertThat(limit.permits()).isEqualTo(permits);
        }
    }

    static List<Object[]> answers() {
        return List.of(
                new Object[] {THROTTLED, 5},
                new Object[] {status(503), 5},
                new Object[] {status(500), 8},
                new Object[] {status(409), 8},
                new Object[] {new TransientException("connection lost", null), 6},
                new Object[] {new TimeoutException("5 s"), 6},
                new Object[] {new PermanentException("forbidden", ApiStatus.of(403, "Forbidden", ""), null), 8},
                new Object[] {new PermanentException("not sent"), 8},
                new Object[] {new IllegalStateException("a bug"), 8});
    }

    private static TransientException status(int code) {
        return new TransientException("status", ApiStatus.of(code, "", ""), null);
    }
}
