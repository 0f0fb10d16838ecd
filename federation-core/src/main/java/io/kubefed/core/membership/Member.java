package io.kubefed.core.membership;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.model.ClusterName;
import java.util.Map;

/**
 * A joined cluster as the rest of the system sees it now: a value, replaced when anything about it changes.
 *
 * @param name its name
 * @param uid the uid of its {@code Cluster}; a name that was unjoined and joined again is another member
 * @param labels the labels of its {@code Cluster}; immutable
 * @param health what the last probes came to
 * @param client its API; another instance means another address or other credentials
 * @param leaving whether it is unjoined and its copies are to go with it
 * @param version the version of its server, such as {@code v1.36.3}; empty if unknown
 * @param cordoned whether no new replicas may go there; what runs there stays
 * @param probed whether its health is known at all; one that was never asked is not ready, but may be in a moment
 */
public record Member(
        ClusterName name,
        String uid,
        Map<String, String> labels,
        Health health,
        ClusterClient client,
        boolean leaving,
        String version,
        boolean cordoned,
        boolean probed) {

    /** Copies the labels. */
    public Member {
        requireNonNull(name, "name");
        requireNonNull(uid, "uid");
        labels = Map.copyOf(labels);
        requireNonNull(health, "health");
        requireNonNull(client, "client");
        requireNonNull(version, "version");
    }

    /** A member that takes new replicas. */
    public Member(
            ClusterName name,
            String uid,
            Map<String, String> labels,
            Health health,
            ClusterClient client,
            boolean leaving,
            String version) {
        this(name, uid, labels, health, client, leaving, version, false, true);
    }

    /** A member that stays. */
    public Member(ClusterName name, String uid, Map<String, String> labels, Health health, ClusterClient client) {
        this(name, uid, labels, health, client, false, "");
    }

    /** The same, reached through another client, such as one that counts. */
    public Member over(ClusterClient other) {
        return new Member(name, uid, labels, health, other, leaving, version, cordoned, probed);
    }

    /** Whether steps may be sent to it. */
    public boolean ready() {
        return health == Health.READY;
    }
}
