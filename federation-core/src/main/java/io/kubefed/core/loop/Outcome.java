package io.kubefed.core.loop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What one reconcile of a key came to; a failure travels as an error instead, and the queue backs off. */
public sealed interface Outcome {

    /** Nothing is left to do until something changes. Ends the key's backoff. */
    Outcome SETTLED = new Settled();

    /** See {@link #SETTLED}. */
    record Settled() implements Outcome {}

    /**
     * Look again after a while. Ends the key's backoff.
     *
     * @param delay how long to wait; positive
     */
    record RequeueAfter(Duration delay) implements Outcome {

        /** @throws IllegalArgumentException if {@code delay} is not positive */
        public RequeueAfter {
            requireNonNull(delay, "delay");
            if (delay.isNegative() || delay.isZero()) {
                throw new IllegalArgumentException("delay is not positive: " + delay);
            }
        }
    }
}
