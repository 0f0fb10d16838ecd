package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Server-side apply and {@code managedFields}. Pure: trees that are handed in are not changed, time is handed in. */
public final class FieldManagement {

    private FieldManagement() {}

    /**
     * Merges what a manager applies into what is there.
     *
     * @param live null if nothing exists
     * @param applied the body of the request, without what the endpoint resets
     * @param force whether fields of other managers are taken over
     * @return the new object with its managedFields; equal to {@code live} if nothing changes
     * @throws ConflictException if other managers own fields that would change, and {@code force} is false
     * @throws InvalidApplyException if {@code applied} does not fit the schema
     */
    public static ObjectNode apply(
            @Nullable ObjectNode live,
            ObjectNode applied,
            Schema schema,
            FieldManager manager,
            boolean force,
            Instant now) {
        throw new UnsupportedOperationException("apply");
    }

    /**
     * Records who changed what in a create, an update or a patch.
     *
     * @param live null for a create
     * @param changed the object about to be stored, as the handler left it
     * @return {@code changed} with its managedFields
     */
    public static ObjectNode update(
            @Nullable ObjectNode live, ObjectNode changed, Schema schema, FieldManager manager, Instant now) {
        throw new UnsupportedOperationException("update");
    }
}
