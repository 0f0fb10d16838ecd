package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.ownership.FieldManagement;
import io.kubefed.apiserver.ownership.FieldManager;
import io.kubefed.apiserver.type.Schema;
import java.time.Instant;

/** Records an update in managedFields, if it is one that is recorded. */
final class Ownership {

    private Ownership() {}

    static ObjectNode update(ObjectNode live, ObjectNode next, Schema schema, FieldManager manager, Instant now) {
        // A scaling is recorded only where somebody owned the number before.
        if (manager.subresource().equals("scale") && !replicasOwned(live)) {
            return next;
        }
        return FieldManagement.update(live, next, schema, manager, now);
    }

    private static boolean replicasOwned(ObjectNode live) {
        for (JsonNode entry : live.path("metadata").path("managedFields")) {
            if (entry.path("fieldsV1").path("f:spec").has("f:replicas")) {
                return true;
            }
        }
        return false;
    }
}
