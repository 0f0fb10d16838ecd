package io.kubefed.core.replicas;

/**
 * Between how many replicas an autoscaler may choose.
 *
 * @param min fewest, 1 or more
 * @param max most, {@code min} or more
 */
public record AutoscalerBounds(int min, int max) {

    /** @throws IllegalArgumentException unless {@code 1 ≤ min ≤ max}; the message quotes them */
    public AutoscalerBounds {
        if (min < 1 || max < min) {
            throw new IllegalArgumentException(
                    "minReplicas " + min + " and maxReplicas " + max + ", but it must be that 1 ≤ min ≤ max");
        }
    }
}
