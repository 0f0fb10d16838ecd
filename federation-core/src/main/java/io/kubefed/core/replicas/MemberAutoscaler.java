package io.kubefed.core.replicas;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.model.ClusterName;
import org.jspecify.annotations.Nullable;

/**
 * The autoscaler of one member as it is now.
 *
 * @param cluster the member
 * @param bounds what it was given; null if there is none in the member
 * @param current replicas that it saw last; 0 if it saw none
 * @param desired replicas that it wanted last; 0 if it decided nothing yet
 * @param scaled when it last changed something
 */
public record MemberAutoscaler(
        ClusterName cluster, @Nullable AutoscalerBounds bounds, int current, int desired, Scaled scaled) {

    /** When an autoscaler last changed the number of replicas. */
    public enum Scaled {
        /** Never. */
        NEVER,
        /** So recently that it may not have come to rest: nothing is taken from it, and nothing given. */
        RECENTLY,
        /** Long enough ago. */
        BEFORE
    }

    /** Checks that nothing is null. */
    public MemberAutoscaler {
        requireNonNull(cluster, "cluster");
        requireNonNull(scaled, "scaled");
    }

    /** A member without an autoscaler. */
    public static MemberAutoscaler none(ClusterName cluster) {
        return new MemberAutoscaler(cluster, null, 0, 0, Scaled.NEVER);
    }
}
