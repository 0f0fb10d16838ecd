package io.kubefed.core.loop;

/**
 * How many requests one member takes at a time, found out by watching it.
 *
 * <p>Design note. While round trips stay short the limit grows; when they get longer, requests queue somewhere and the
 * limit shrinks in proportion. Once per {@value RoundTrips#WINDOW} answers:
 *
 * <pre>
 *   gradient = min(1, 1.5 * shortest median / latest median), at least 0.5
 *   limit    = (limit + limit * gradient + sqrt(limit)) / 2
 * </pre>
 *
 * so that a member which serves {@code c} at a time settles near {@code 1.5 c + sqrt}: busy, with a short queue. Growth
 * needs evidence: an answer counts only if at least half of the limit was in use when its request left.
 *
 * <p>A refusal (429, 503) multiplies the limit by 0.6 and lets nothing start until the time the server named; a lost
 * request multiplies it by 0.8. All requests that left before the latest such cut belong to it and cut nothing again. For
 * ten seconds after a cut the limit grows by an eighth per median instead of {@code sqrt / 2}, so that a member with a
 * fixed ceiling refuses few requests.
 *
 * <p>A limit that is always in use never sees an idle member again. After a minute without a round trip as short as the
 * shortest known, it therefore shrinks to {@value #PROBE} for one median and takes that for the new truth; this is the
 * ProbeRTT of BBR, and without it every slow minute would be taken for normal and the limit would creep to its maximum.
 *
 * <p>Pure state: times are handed in. {@link #permits} without arguments may be read from any thread; the rest belongs to
 * one thread at a time.
 *
 * @see <a href="https://github.com/Netflix/concurrency-limits">Gradient limit, for the formula</a>
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-ccwg-bbr/">BBR congestion control, for the probe</a>
 */
public final class ConcurrencyLimit implements Limit {

    private static final int START = 8;
    private static final int MIN = 1;
    private static final int MAX = 64;
    private static final int PROBE = 2;
    private static final long MEMORY_NANOS = 60_000_000_000L;
    private static final long CALM_NANOS = 10_000_000_000L;
    private static final double CALM_HEADROOM = 0.25;
    private static final double TOLERANCE = 1.5;
    private static final double STEEPEST = 0.5;
    private static final double REFUSED = 0.6;
    private static final double LOST = 0.8;

    private final RoundTrips roundTrips = new RoundTrips(MEMORY_NANOS);
    private final int min;
    private final int max;
    private double limit;
    private long cutAt = Long.MIN_VALUE / 2;
    private long pausedUntil = Long.MIN_VALUE;
    private long probingSince = Long.MIN_VALUE;
    private boolean probing;
    private volatile int published;

    /** A limit that begins at 8 and stays between 1 and 64. */
    public ConcurrencyLimit() {
        this(START, MIN, MAX);
    }

    /**
     * A limit that begins at {@code start}.
     *
     * @throws IllegalArgumentException unless {@code 1 <= min <= start <= max}
     */
    public ConcurrencyLimit(int start, int min, int max) {
        if (min < 1 || start < min || max < start) {
            throw new IllegalArgumentException(
                    "not 1 <= min <= start <= max: min " + min + ", start " + start + ", max " + max);
        }
        this.min = min;
        this.max = max;
        this.limit = start;
        this.published = start;
    }

    /** The limit, pauses and probes aside; between min and max. */
    public int permits() {
        return published;
    }

    @Override
    public int permits(long nowNanos) {
        if (nowNanos < pausedUntil) {
            return 0;
        }
        return probing ? Math.min(published, Math.max(min, PROBE)) : published;
    }

    @Override
    public long growsAt(long nowNanos) {
        return nowNanos < pausedUntil ? pausedUntil : Long.MAX_VALUE;
    }

    @Override
    public void finished(Sample sample) {
        switch (sample.answer()) {
            case ANSWERED -> answered(sample);
            case REFUSED -> {
                pauseUntil(sample.nowNanos() + sample.retryAfterNanos());
                cut(sample, REFUSED);
            }
            case LOST -> cut(sample, LOST);
            case UNRELATED -> {
                // Our own failure says nothing about the member.
            }
        }
    }

    /** A sum that overflowed is negative, and stands for the end of time. */
    private void pauseUntil(long nanos) {
        pausedUntil = Math.max(pausedUntil, nanos < 0 ? Long.MAX_VALUE : nanos);
    }

    private void answered(Sample sample) {
        if (probing) {
            probed(sample);
        } else if (2.0 * sample.inFlight() >= limit && roundTrips.add(sample.elapsedNanos(), sample.nowNanos())) {
            adapt(sample.nowNanos());
        }
    }

    private void adapt(long now) {
        double gradient = Math.max(STEEPEST, Math.min(1, TOLERANCE * roundTrips.gradient()));
        double headroom = now - cutAt < CALM_NANOS ? CALM_HEADROOM : Math.sqrt(limit);
        become((limit + limit * gradient + headroom) / 2);
        if (roundTrips.isStale(now)) {
            probing = true;
            probingSince = now;
            roundTrips.restart();
        }
    }

    private void probed(Sample sample) {
        boolean leftDuringTheProbe = started(sample) >= probingSince && sample.inFlight() <= Math.max(min, PROBE);
        if (leftDuringTheProbe && roundTrips.add(sample.elapsedNanos(), sample.nowNanos())) {
            roundTrips.keepShortest(sample.nowNanos());
            probing = false;
        }
    }

    private void cut(Sample sample, double factor) {
        if (started(sample) >= cutAt) {
            cutAt = sample.nowNanos();
            roundTrips.restart();
            become(limit * factor);
        }
    }

    private void become(double wanted) {
        limit = Math.max(min, Math.min(max, wanted));
        published = (int) Math.round(limit);
    }

    private static long started(Sample sample) {
        return sample.nowNanos() - sample.elapsedNanos();
    }
}
