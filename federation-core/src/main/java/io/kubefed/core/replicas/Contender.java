package io.kubefed.core.replicas;

import io.kubefed.core.model.ClusterName;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * A candidate during one run of the planner. Numbers are {@code long}, so that no sum overflows.
 *
 * <p>{@code base ≤ held ≤ room ≤ limit}: the minimum as far as it is possible; what is there as far as it may stay; what can run;
 * what may be asked for.
 */
final class Contender extends Share {

    /** Who is served first among equals: the heavier one, then v1's hash of member and template, then the name. */
    static final Comparator<Contender> PRECEDENCE = Comparator.comparingLong((Contender one) -> -one.preferredWeight)
            .thenComparingLong(one -> one.hash)
            .thenComparing(one -> one.cluster);

    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    final ClusterName cluster;
    final long hash;
    final int preferredWeight;
    final long current;
    final long held;
    final long room;
    final long limit;

    Contender(Candidate candidate, ReplicaPreference preference, String key) {
        cluster = candidate.cluster();
        hash = hash(cluster.value(), key);
        preferredWeight = preference.weight();
        weight = preferredWeight;
        current = candidate.current();
        limit = candidate.cordoned() ? Math.min(preference.max(), candidate.current()) : preference.max();
        room = Math.min(limit, candidate.capacity());
        base = Math.min(preference.min(), room);
        held = Math.max(base, Math.min(candidate.current(), room));
    }

    /** FNV-1, 32 bits, unsigned, over the name and the key: what v1 broke ties with. */
    static long hash(String cluster, String key) {
        int hash = FNV_OFFSET;
        for (byte b : (cluster + key).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash * FNV_PRIME) ^ (b & 0xff);
        }
        return Integer.toUnsignedLong(hash);
    }
}
