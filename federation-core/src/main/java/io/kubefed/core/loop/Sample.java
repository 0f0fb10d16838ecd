package io.kubefed.core.loop;

import static java.util.Objects.requireNonNull;

/**
 * What one run says about the service behind it.
 *
 * @param nowNanos when the run ended, on the queue's clock
 * @param elapsedNanos how long it took; 0 or more
 * @param inFlight how many ran when it started, itself included; 1 or more
 * @param answer what the service did
 * @param retryAfterNanos how long it asked to be left alone; 0 unless {@code answer} is {@link Answer#REFUSED}
 */
public record Sample(long nowNanos, long elapsedNanos, int inFlight, Answer answer, long retryAfterNanos) {

    /** What a service does with a request, as far as its load is concerned. */
    public enum Answer {
        /** It answered, be it with an error that has nothing to do with load: the time is worth reading. */
        ANSWERED,
        /** It said that it has too much to do: 429 or 503. */
        REFUSED,
        /** It did not answer: time limit, lost connection. */
        LOST,
        /** The run failed on our side; this says nothing about the service. */
        UNRELATED
    }

    /** @throws IllegalArgumentException if a number is out of its range */
    public Sample {
        requireNonNull(answer, "answer");
        if (elapsedNanos < 0 || inFlight < 1 || retryAfterNanos < 0) {
            throw new IllegalArgumentException("elapsedNanos, inFlight or retryAfterNanos out of range: " + elapsedNanos
                    + ", " + inFlight + ", " + retryAfterNanos);
        }
    }
}
