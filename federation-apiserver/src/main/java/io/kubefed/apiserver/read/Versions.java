package io.kubefed.apiserver.read;

import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.storage.Storage;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Versions as clients name them. */
public final class Versions {

    /** How long a read waits for a version that has not come yet. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private Versions() {}

    /**
     * The number of a version; 0 for none.
     *
     * @throws Refusal with 400 if it is no version
     */
    public static long parse(String version) {
        if (version.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(version);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("invalid resource version: resourceVersion: Invalid value: "
                    + Cause.quoted(version) + ": strconv.ParseUint: parsing " + Cause.quoted(version)
                    + ": invalid syntax");
        }
    }

    /** Completes when a revision is reached; errors with the refusal (504) if it is not within 3 s. */
    public static Mono<Void> reached(Storage storage, long revision, Scheduler timer) {
        if (revision == 0) {
            return Mono.empty();
        }
        return storage.revision()
                .flatMap(current -> isReached(revision, current)
                        ? Mono.empty()
                        : Mono.delay(PATIENCE, timer)
                                .then(storage.revision())
                                .flatMap(later -> isReached(revision, later)
                                        ? Mono.empty()
                                        : Mono.error(Refusal.futureVersion(revision, later))));
    }

    private static boolean isReached(long revision, long current) {
        return Long.compareUnsigned(revision, current) <= 0;
    }
}
