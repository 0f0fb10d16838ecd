package io.kubefed.sync;

/**
 * The most requests that are sent to one member, for operators who want a hard cap besides what the adaptive limit finds out.
 *
 * @param qps requests per second, in the long run; 0 for no cap
 * @param burst most requests at once after a pause; 1 or more
 */
public record RateCap(double qps, int burst) {

    /** Only the adaptive limit. */
    public static final RateCap NONE = new RateCap(0, 1);

    /** @throws IllegalArgumentException if a number is out of its range */
    public RateCap {
        if (!(qps >= 0) || Double.isInfinite(qps)) {
            throw new IllegalArgumentException("qps is negative or no number: " + qps);
        }
        if (burst < 1) {
            throw new IllegalArgumentException("burst is less than 1: " + burst);
        }
    }

    boolean isNone() {
        return qps == 0;
    }
}
