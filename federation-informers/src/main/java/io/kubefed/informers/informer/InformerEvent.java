package io.kubefed.informers.informer;

import io.kubefed.core.model.ObjectKey;
import java.time.Instant;

/** What a subscriber to an {@link Informer} is told. Objects are not in it: the newest state is in the store. */
public sealed interface InformerEvent {

    /**
     * Something happened to the object of this key: it, or its absence, is in the store.
     *
     * @param key the object
     */
    record Changed(ObjectKey key) implements InformerEvent {}

    /**
     * Everything in the store was told, and the cluster is followed from here.
     *
     * @param version the version of the store
     * @param objects how many objects it holds
     */
    record Synced(String version, int objects) implements InformerEvent {}

    /**
     * The cluster is not followed at this moment; what was told may have changed. Followed by {@link Synced} when it is again.
     *
     * @param since when that began
     * @param cause for people
     */
    record Stale(Instant since, String cause) implements InformerEvent {}
}
