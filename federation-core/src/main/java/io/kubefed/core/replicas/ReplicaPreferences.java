package io.kubefed.core.replicas;

import io.kubefed.core.model.ClusterName;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a user wants replicas divided.
 *
 * @param rebalance whether replicas that run may move to come closer to the weights
 * @param clusters what is wanted of members by name; names that have not joined do no harm; immutable
 * @param others what is wanted of all other members; null if they get nothing
 */
public record ReplicaPreferences(
        boolean rebalance,
        Map<ClusterName, ReplicaPreference> clusters,
        @Nullable ReplicaPreference others) {

    /** What holds where the user says nothing: the same for every member, and what runs stays where it is. */
    public static final ReplicaPreferences EVEN =
            new ReplicaPreferences(false, Map.of(), ReplicaPreference.ofWeight(1));

    /** Copies the map. */
    public ReplicaPreferences {
        clusters = Map.copyOf(clusters);
    }

    /** What is wanted of a member; empty if it gets nothing. */
    public Optional<ReplicaPreference> find(ClusterName cluster) {
        @Nullable ReplicaPreference own = clusters.get(cluster);
        return Optional.ofNullable(own == null ? others : own);
    }
}
