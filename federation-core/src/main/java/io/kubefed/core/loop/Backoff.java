package io.kubefed.core.loop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a key waits after it failed: exponential with full jitter, so that keys which failed together do not come
 * back together.
 *
 * @param base upper bound of the first delay; positive
 * @param max upper bound of every delay, and the delay after a failure that trying again will not cure; at least {@code base}
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and jitter</a>
 */
public record Backoff(Duration base, Duration max) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** 200 ms doubling to 60 s. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(60));

    /** The longest wait that a server can ask of one key; more is taken for nonsense. */
    static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

    /** @throws IllegalArgumentException if {@code base} is not positive, or {@code max} below it or over a year */
    public Backoff {
        requireNonNull(base, "base");
        requireNonNull(max, "max");
        if (base.isNegative() || base.isZero()) {
            throw new IllegalArgumentException("base is not positive: " + base);
        }
        if (max.compareTo(base) < 0 || max.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("max is not between base and " + LONGEST + ": " + max);
        }
    }

    /**
     * A random delay from zero to {@code base * 2^(failures - 1)}, or to {@code max} if that is less.
     *
     * @param failures how often the key failed in a row, 1 or more
     * @throws IllegalArgumentException if {@code failures} is less than 1
     */
    public Duration delay(int failures, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(ceilingNanos(failures) + 1));
    }

    /**
     * As {@link #delay(int, RandomGenerator)}, on top of a wait that the server asked for.
     *
     * @param floor what the server asked for; never undercut, unless it is over five minutes, which then count
     * @return at most {@code max}, unless the floor is more
     */
    public Duration delay(int failures, Duration floor, RandomGenerator random) {
        Duration asked = floor.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : floor;
        Duration jittered = asked.plus(delay(failures, random));
        Duration most = asked.compareTo(max) > 0 ? asked : max;
        return jittered.compareTo(most) > 0 ? most : jittered;
    }

    /** The delay after a failure that trying again will not cure: {@code max} and up to a tenth more. */
    public Duration longest(RandomGenerator random) {
        return max.plusNanos(random.nextLong(max.toNanos() / 10 + 1));
    }

    private long ceilingNanos(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("failures is less than 1: " + failures);
        }
        int doublings = failures - 1;
        boolean overflows = doublings >= Long.numberOfLeadingZeros(base.toNanos()) - 1;
        return overflows ? max.toNanos() : Math.min(max.toNanos(), base.toNanos() << doublings);
    }
}
