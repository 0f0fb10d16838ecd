package io.kubefed.core.loop;

/**
 * A hard cap on starts per second, for operators who need one. Tokens drip in evenly up to {@code burst}.
 *
 * <p>Pure state: times are handed in, as nanoseconds of any clock that never goes back. Not thread-safe.
 */
public final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double qps;
    private final int burst;
    private double tokens;
    private long countedAt;
    private boolean counted;

    /**
     * A full bucket.
     *
     * @param qps tokens per second; positive
     * @param burst most tokens at once; 1 or more
     * @throws IllegalArgumentException if a number is out of its range
     */
    public TokenBucket(double qps, int burst) {
        if (!(qps > 0) || Double.isInfinite(qps)) {
            throw new IllegalArgumentException("qps is not positive and finite: " + qps);
        }
        if (burst < 1) {
            throw new IllegalArgumentException("burst is less than 1: " + burst);
        }
        this.qps = qps;
        this.burst = burst;
        this.tokens = burst;
    }

    /** Whole tokens there are at {@code nowNanos}; 0 to {@code burst}. */
    public int tokens(long nowNanos) {
        drip(nowNanos);
        return (int) tokens;
    }

    /**
     * Takes one token.
     *
     * @return false, and nothing changes, if there is none
     */
    public boolean tryTake(long nowNanos) {
        if (tokens(nowNanos) < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** When there will be a token; {@code nowNanos} if there is one. */
    public long nextAt(long nowNanos) {
        if (tokens(nowNanos) >= 1) {
            return nowNanos;
        }
        double wait = Math.ceil((1 - tokens) / qps * NANOS_PER_SECOND) + 1;
        return wait >= Long.MAX_VALUE - nowNanos ? Long.MAX_VALUE : nowNanos + (long) wait;
    }

    private void drip(long nowNanos) {
        if (counted && nowNanos > countedAt) {
            tokens = Math.min(burst, tokens + (nowNanos - countedAt) / NANOS_PER_SECOND * qps);
        }
        if (!counted || nowNanos > countedAt) {
            countedAt = nowNanos;
            counted = true;
        }
    }
}
