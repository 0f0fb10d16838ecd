package io.kubefed.core.loop;

import java.util.Arrays;

/**
 * What round trips say: the median of the latest few, and the shortest such median of a long time, which is what a round
 * trip takes when nothing queues.
 *
 * <p>A median, because one request that hangs must not look like a slow service. The shortest median grows stale: after
 * {@code memoryNanos} without one at least as short, the service may have become slower for good.
 */
final class RoundTrips {

    /** Samples that make a median. */
    static final int WINDOW = 12;

    private final long memoryNanos;
    private final long[] window = new long[WINDOW];
    private int filled;
    private long median;
    private long shortest;
    private long shortestAt;

    RoundTrips(long memoryNanos) {
        this.memoryNanos = memoryNanos;
    }

    /** Takes one round trip; true if it completes a median. */
    boolean add(long elapsedNanos, long nowNanos) {
        window[filled++] = Math.max(1, elapsedNanos);
        if (filled < WINDOW) {
            return false;
        }
        filled = 0;
        Arrays.sort(window);
        median = window[WINDOW / 2];
        if (shortest == 0 || median <= shortest) {
            keepShortest(nowNanos);
        }
        return true;
    }

    /** Drops what does not yet make a median. */
    void restart() {
        filled = 0;
    }

    /** Takes the latest median for the shortest, whatever was before. */
    void keepShortest(long nowNanos) {
        shortest = median;
        shortestAt = nowNanos;
    }

    boolean isStale(long nowNanos) {
        return shortest != 0 && nowNanos - shortestAt > memoryNanos;
    }

    /** How much shorter the shortest median is than the latest: 1 when nothing queues, towards 0 when much does. */
    double gradient() {
        return (double) shortest / median;
    }
}
