package io.kubefed.core.replicas;

import io.kubefed.core.model.ClusterName;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Replicas per member.
 *
 * @param replicas what can run in each candidate, 0 included; the values add up to the replicas wanted less {@code unplaced}; immutable
 * @param overflow what a member should get on top, once it has the capacity; only members with some, each above 0; immutable
 * @param unplaced replicas that no member may or can take, 0 or more
 */
public record ReplicaPlan(
        SortedMap<ClusterName, Integer> replicas, SortedMap<ClusterName, Integer> overflow, int unplaced) {

    /** Copies the maps. */
    public ReplicaPlan {
        replicas = Collections.unmodifiableSortedMap(new TreeMap<>(replicas));
        overflow = Collections.unmodifiableSortedMap(new TreeMap<>(overflow));
    }

    /** What to ask of a member: its replicas and its overflow. 0 for a member that was no candidate. */
    public int wanted(ClusterName cluster) {
        return valueAt(replicas, cluster) + valueAt(overflow, cluster);
    }

    private static int valueAt(Map<ClusterName, Integer> map, ClusterName cluster) {
        return map.getOrDefault(cluster, 0);
    }
}
