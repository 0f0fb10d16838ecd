package io.kubefed.sync.plan;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.membership.Health;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.record.MemberRecord;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the step for one member is decided from.
 *
 * @param health whether the member can be asked at all
 * @param served whether the member serves the type, as far as known
 * @param synced whether what is observed is current: the informer has a snapshot and follows it
 * @param observed our copy as last seen; null if none is seen
 * @param recorded what happened before; null if nothing
 * @param schema the version of the member's schema of the type; empty if unknown
 */
public record MemberSituation(
        Health health,
        boolean served,
        boolean synced,
        @Nullable Entry observed,
        @Nullable MemberRecord recorded,
        String schema) {

    /** Checks the health. */
    public MemberSituation {
        requireNonNull(health, "health");
        requireNonNull(schema, "schema");
    }

    /** A situation in which the schema is not known. */
    public MemberSituation(
            Health health, boolean served, boolean synced, @Nullable Entry observed, @Nullable MemberRecord recorded) {
        this(health, served, synced, observed, recorded, "");
    }
}
