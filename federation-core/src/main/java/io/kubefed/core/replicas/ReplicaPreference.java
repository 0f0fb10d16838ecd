package io.kubefed.core.replicas;

/**
 * What a user wants of one member's share of the replicas.
 *
 * @param min replicas that it gets before anyone gets by weight, 0 or more
 * @param max most replicas that it gets, {@code min} or more; {@link #UNBOUNDED} for no limit
 * @param weight its part of what is left after all minima, against the weights of the others; 0 for nothing more than {@code min}
 */
public record ReplicaPreference(int min, int max, int weight) {

    /** No maximum. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** @throws IllegalArgumentException if a number is negative, or the minimum is above the maximum; the message quotes them */
    public ReplicaPreference {
        requireNotNegative("minReplicas", min);
        requireNotNegative("maxReplicas", max);
        requireNotNegative("weight", weight);
        if (min > max) {
            throw new IllegalArgumentException("minReplicas " + min + " is above maxReplicas " + max);
        }
    }

    /** A share by weight, without bounds. */
    public static ReplicaPreference ofWeight(int weight) {
        return new ReplicaPreference(0, UNBOUNDED, weight);
    }

    private static void requireNotNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " is " + value + ", but must not be negative");
        }
    }
}
