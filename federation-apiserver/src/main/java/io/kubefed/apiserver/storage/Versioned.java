package io.kubefed.apiserver.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import java.util.Map;

/** Puts the version into the metadata of an object, where a real server has it. */
final class Versioned {

    private Versioned() {}

    /** The object with its version; shares everything else with {@code content}. */
    static ObjectNode of(ObjectNode content, long revision) {
        ObjectNode copy = Json.object();
        copy.setAll(content);
        copy.set("metadata", metadata(content.path("metadata"), Long.toString(revision)));
        return copy;
    }

    private static ObjectNode metadata(JsonNode metadata, String version) {
        ObjectNode copy = Json.object();
        boolean placed = false;
        for (Map.Entry<String, JsonNode> field : metadata.properties()) {
            if (!placed && !Encoded.BEFORE_VERSION.contains(field.getKey())) {
                copy.put("resourceVersion", version);
                placed = true;
            }
            copy.set(field.getKey(), field.getValue());
        }
        if (!placed) {
            copy.put("resourceVersion", version);
        }
        return copy;
    }
}
