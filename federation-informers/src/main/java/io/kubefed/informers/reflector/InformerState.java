package io.kubefed.informers.reflector;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * How an informer stands: a value, made when it is asked for.
 *
 * @param phase what it is doing
 * @param since when {@code phase} began
 * @param cause why it is not live, for people; empty if it is
 * @param synced whether its store has had a snapshot: what it holds was true once, and is now if {@code phase} is {@code LIVE}
 * @param suspicious whether the last snapshot lacked so much of what was known that it is being asked for again
 * @param version the version up to which the store is true; empty before the first snapshot
 * @param lastEventAt when an event or bookmark was last heard; {@link Instant#EPOCH} before the first
 * @param objects how many objects the store holds
 * @param snapshots how many snapshots it has taken
 * @param resumes how often it took up a watch where the one before ended
 * @param suspicions how many snapshots were not believed at first
 * @param events how many changes the stream has shown, those within snapshots not counted
 * @param bytes how much has been read
 */
public record InformerState(
        Phase phase,
        Instant since,
        String cause,
        boolean synced,
        boolean suspicious,
        String version,
        Instant lastEventAt,
        int objects,
        long snapshots,
        long resumes,
        long suspicions,
        long events,
        long bytes) {

    /** What an informer is doing. */
    public enum Phase {
        /** Taking its first snapshot. */
        INITIALISING,
        /** Following. */
        LIVE,
        /** Not following, and trying to again; the store holds what was true last. */
        STALE,
        /** The cluster does not serve the type; asked again from time to time. The store holds what was true last. */
        NOT_SERVED,
        /** The cluster does not let us read the type; asked again from time to time. The store holds what was true last. */
        FORBIDDEN
    }

    /** Checks the parts. */
    public InformerState {
        requireNonNull(phase, "phase");
        requireNonNull(since, "since");
        requireNonNull(cause, "cause");
        requireNonNull(version, "version");
        requireNonNull(lastEventAt, "lastEventAt");
    }

    /** Whether the store is followed at this moment. */
    public boolean live() {
        return phase == Phase.LIVE;
    }
}
