package io.kubefed.sync.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ClusterName;
import io.kubefed.sync.preferences.ReplicaDemand;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules for one resource type. Pure: everything it is asked is answered from its arguments. */
public interface TypeAdapter {

    /** The types it serves, as {@code plural.group}; empty for the generic one. */
    List<String> groupResources();

    /**
     * Why this template never goes out, or empty if it may.
     *
     * @return a sentence for the user, for example of a service-account token
     */
    default Optional<String> excludes(KubeObject template) {
        return Optional.empty();
    }

    /**
     * Takes out of {@code body} what members decide for themselves, and marks what is decided for each of them.
     *
     * @param body a copy of the template that already lacks {@code status} and all server-owned metadata; changed in place
     */
    void shape(ObjectNode body);

    /**
     * How the replicas of a template are to be divided over its members. {@link #shape} has put {@link Slot#REPLICAS} in their place.
     *
     * @return empty for a type whose copies say what the template says
     * @throws IllegalArgumentException if what the user wrote cannot be read; the message quotes it
     */
    default Optional<ReplicaDemand> demand(KubeObject template) {
        return Optional.empty();
    }

    /** Whether the status of copies is brought back. */
    default boolean aggregatesStatus() {
        return false;
    }

    /**
     * What the template's {@code status} should be.
     *
     * @param template the template with its present status
     * @param copies one entry per member that should have a copy, in the order of names
     * @return the whole status; empty if it cannot be told yet
     */
    default Optional<ObjectNode> aggregate(KubeObject template, List<Copy> copies) {
        return Optional.empty();
    }

    /**
     * A copy, as far as status is concerned.
     *
     * @param member where it is
     * @param upToDate whether the member has what the template says now
     * @param generation the copy's generation; 0 if there is no copy
     * @param status the copy's status; null if there is none
     */
    record Copy(
            ClusterName member,
            boolean upToDate,
            long generation,
            @Nullable ObjectNode status) {}
}
