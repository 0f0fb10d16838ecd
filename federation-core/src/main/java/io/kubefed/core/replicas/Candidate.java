package io.kubefed.core.replicas;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.model.ClusterName;

/**
 * A member that replicas may go to, as it is now.
 *
 * @param cluster its name
 * @param current replicas that it was given before, or that run there, 0 or more
 * @param capacity most replicas that can run there, 0 or more; {@link #UNLIMITED} if no limit is known
 * @param cordoned whether nothing new may go there; what is there stays
 */
public record Candidate(ClusterName cluster, int current, int capacity, boolean cordoned) {

    /** No limit is known. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** @throws IllegalArgumentException if a number is negative */
    public Candidate {
        requireNonNull(cluster, "cluster");
        if (current < 0 || capacity < 0) {
            throw new IllegalArgumentException(
                    "member " + cluster + ": current " + current + " or capacity " + capacity + " is negative");
        }
    }

    /** A member with this many replicas, and room for any number. */
    public static Candidate with(ClusterName cluster, int current) {
        return new Candidate(cluster, current, UNLIMITED, false);
    }
}
