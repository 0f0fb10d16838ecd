package io.kubefed.informers.informer;

import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.ObjectKey;
import java.time.Instant;

/** What a subscriber to a {@link FederatedInformer} is told. Objects are not in it: the newest state is in the stores. */
public sealed interface FederatedEvent {

    /** Which member. */
    ClusterName member();

    /**
     * Something happened to the object in this member.
     *
     * @param key the object
     */
    record Changed(ClusterName member, ObjectKey key) implements FederatedEvent {}

    /**
     * Everything that is known of the member was told, and it is followed from here.
     *
     * @param objects how many objects it has
     */
    record Synced(ClusterName member, int objects) implements FederatedEvent {}

    /**
     * The member is not followed at this moment; its objects are as they were last.
     *
     * @param since when that began
     * @param cause for people
     */
    record Stale(ClusterName member, Instant since, String cause) implements FederatedEvent {}

    /** The member is no longer one, or became another: its objects are forgotten, which is no word on whether they exist. */
    record Disengaged(ClusterName member) implements FederatedEvent {}
}
