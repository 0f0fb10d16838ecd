package io.kubefed.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Real clusters come to agree in their own time: tests wait for the state, with a bound that a noisy machine keeps. */
final class Waiting {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(250);

    private Waiting() {}

    static void until(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).pollInterval(POLL).ignoreExceptions().until(condition);
    }

    static void untilAsserted(ThrowingRunnable assertion) {
        Awaitility.await().atMost(LIMIT).pollInterval(POLL).ignoreExceptions().untilAsserted(assertion);
    }
}
