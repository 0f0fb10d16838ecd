package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.ownership.FieldManagement;
import io.kubefed.apiserver.ownership.FieldManager;
import io.kubefed.apiserver.scale.Scale;
import java.time.Instant;
import java.util.List;

/** Records an update in managedFields, if it is one that is recorded. */
final class Ownership {

    private Ownership() {}

    static ObjectNode update(ObjectNode live, ObjectNode next, Resource resource, FieldManager manager, Instant now) {
        // A scaling is recorded only where somebody owned the number before.
        if (manager.subresource().equals("scale")
                && !owned(live, Scale.of(resource).path())) {
            return next;
        }
        return FieldManagement.update(live, next, resource.schema(), manager, now);
    }

    private static boolean owned(ObjectNode live, List<String> path) {
        for (JsonNode entry : live.path("metadata").path("managedFields")) {
            JsonNode fields = entry.path("fieldsV1");
            for (String field : path) {
                fields = fields.path("f:" + field);
            }
            if (!fields.isMissingNode()) {
                return true;
            }
        }
        return false;
    }
}
