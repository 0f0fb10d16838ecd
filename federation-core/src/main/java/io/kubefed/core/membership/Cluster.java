package io.kubefed.core.membership;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.Condition;
import java.util.List;
import java.util.Map;

/**
 * A {@code Cluster} object: what a user says of a member, and what was last seen of it.
 *
 * @param name its name
 * @param uid its uid
 * @param resourceVersion its version in the federation API
 * @param labels its labels; immutable
 * @param annotations its annotations; immutable
 * @param deleting whether a deletion timestamp is set
 * @param finalizers its finalizers; immutable
 * @param addresses where its API is, by the network of the caller; in the order given
 * @param secretName the Secret with its credentials; empty for access without any
 * @param unschedulable whether the user wants no new replicas there
 * @param status what was last reported
 */
public record Cluster(
        ClusterName name,
        String uid,
        String resourceVersion,
        Map<String, String> labels,
        Map<String, String> annotations,
        boolean deleting,
        List<String> finalizers,
        List<ServerAddress> addresses,
        String secretName,
        boolean unschedulable,
        Status status) {

    /**
     * What was last reported of a member.
     *
     * @param conditions {@code Ready} and {@code Offline}, once it was probed
     * @param zones the availability zones of its nodes, sorted; may be empty
     * @param region the region of its nodes; empty if unknown or not one
     */
    public record Status(List<Condition> conditions, List<String> zones, String region) {

        /** Nothing reported yet. */
        public static final Status NONE = new Status(List.of(), List.of(), "");

        /** Copies the lists. */
        public Status {
            conditions = List.copyOf(conditions);
            zones = List.copyOf(zones);
            requireNonNull(region, "region");
        }
    }

    /** Copies the collections. */
    public Cluster {
        requireNonNull(name, "name");
        requireNonNull(uid, "uid");
        requireNonNull(resourceVersion, "resourceVersion");
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        finalizers = List.copyOf(finalizers);
        addresses = List.copyOf(addresses);
        requireNonNull(secretName, "secretName");
        requireNonNull(status, "status");
    }
}
