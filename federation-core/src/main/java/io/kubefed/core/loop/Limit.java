package io.kubefed.core.loop;

import static java.util.Objects.requireNonNull;

import java.util.function.IntSupplier;

/**
 * How many keys of one queue may run at the same time; asked again before every start.
 *
 * <p>Times are nanoseconds of the queue's clock, which starts near zero and never goes back. The queue calls from one
 * thread at a time; an implementation needs no locks, and serves one queue only.
 */
public interface Limit {

    /** How many may run at {@code nowNanos}, those included that already do; 0 or less lets nothing start. */
    int permits(long nowNanos);

    /**
     * When {@link #permits} may grow although nothing happens, such as the end of a pause.
     *
     * @return a moment after {@code nowNanos}; {@link Long#MAX_VALUE} if none is known
     */
    default long growsAt(long nowNanos) {
        return Long.MAX_VALUE;
    }

    /** A run starts. */
    default void started(long nowNanos) {}

    /** A run ended. */
    default void finished(Sample sample) {}

    /**
     * A limit that never changes.
     *
     * @throws IllegalArgumentException if {@code permits} is not positive
     */
    static Limit of(int permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits is not positive: " + permits);
        }
        return now -> permits;
    }

    /** A limit that someone else decides. A raise is seen at the next event of the queue, {@link WorkQueue#resume} being one. */
    static Limit of(IntSupplier permits) {
        requireNonNull(permits, "permits");
        return now -> permits.getAsInt();
    }

    /** Both this limit and a rate: a start costs one token. */
    default Limit paced(TokenBucket bucket) {
        return new PacedLimit(this, bucket);
    }
}
