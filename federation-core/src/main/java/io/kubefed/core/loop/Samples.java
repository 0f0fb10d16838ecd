package io.kubefed.core.loop;

import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.ThrottledException;
import io.kubefed.core.error.TransientException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads from the end of a run what it says about the service. */
final class Samples {

    private static final int UNAVAILABLE = 503;
    private static final int NO_ANSWER = 0;

    private Samples() {}

    static Sample of(Run<?> run, @Nullable Throwable error, long now) {
        return new Sample(now, Math.max(0, now - run.startedAt), run.inFlight, answer(error), retryAfterNanos(error));
    }

    private static Sample.Answer answer(@Nullable Throwable error) {
        if (error == null) {
            return Sample.Answer.ANSWERED;
        }
        if (error instanceof ThrottledException) {
            return Sample.Answer.REFUSED;
        }
        if (error instanceof TransientException failure) {
            return switch (failure.code()) {
                case NO_ANSWER -> Sample.Answer.LOST;
                case UNAVAILABLE -> Sample.Answer.REFUSED;
                default -> Sample.Answer.ANSWERED;
            };
        }
        if (error instanceof TimeoutException) {
            return Sample.Answer.LOST;
        }
        boolean answered = error instanceof FederationException failure && failure.code() != NO_ANSWER;
        return answered ? Sample.Answer.ANSWERED : Sample.Answer.UNRELATED;
    }

    private static long retryAfterNanos(@Nullable Throwable error) {
        if (!(error instanceof ThrottledException throttled)) {
            return 0;
        }
        Duration asked = throttled.retryAfter();
        if (asked.isNegative()) {
            return 0;
        }
        return asked.compareTo(Backoff.LONGEST_ASKED) > 0 ? Backoff.LONGEST_ASKED.toNanos() : asked.toNanos();
    }
}
