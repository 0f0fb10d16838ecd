package io.kubefed.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.validate.FieldCheck;

/** Shows an object in another version of its type. */
public final class Conversion {

    private Conversion() {}

    /** The object in the version of {@code resource}; the same object if it is in that version. */
    public static ObjectNode to(Resource resource, ObjectNode object) {
        String apiVersion = resource.type().apiVersion();
        if (object.path("apiVersion").asText("").equals(apiVersion)) {
            return object;
        }
        if (resource.custom()) {
            return pruned(resource, object);
        }
        ObjectNode copy = Json.object();
        copy.put("kind", resource.type().kind()).put("apiVersion", apiVersion);
        object.properties().forEach(field -> {
            if (!field.getKey().equals("kind") && !field.getKey().equals("apiVersion")) {
                copy.set(field.getKey(), field.getValue());
            }
        });
        return copy;
    }

    private static ObjectNode pruned(Resource resource, ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        copy.put("apiVersion", resource.type().apiVersion());
        FieldCheck.prune(copy, resource.schema());
        return copy;
    }
}
