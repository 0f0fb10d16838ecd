package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.Schema;
import java.util.TreeMap;

/**
 * The way of kubectl from client-side to server-side apply: fields that its annotation lists, and nobody changed since, are no conflict
 * for it, and the annotation follows what it applies.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#upgrading-from-client-side-apply-to-server-side-apply">Upgrading</a>
 */
final class LastApplied {

    static final String KUBECTL = "kubectl";

    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
    private static final int MOST_BYTES = 262_144;
    private static final ObjectMapper JSON = new ObjectMapper();

    private LastApplied() {}

    /** The fields that the annotation lists with the values that are there; none if it says nothing of this version. */
    static FieldSet unchanged(ObjectNode live, FieldManager manager, Schema schema) {
        try {
            JsonNode last = JSON.readTree(annotation(live).asText());
            if (!last.path("apiVersion").asText().equals(manager.apiVersion())) {
                return FieldSet.EMPTY;
            }
            Comparison since = Comparison.of(last, live, schema);
            return OwnedFields.of(last, schema).difference(since.written()).difference(since.removed());
        } catch (JsonProcessingException e) {
            return FieldSet.EMPTY;
        }
    }

    private static JsonNode annotation(ObjectNode object) {
        return object.path("metadata").path("annotations").path(ANNOTATION);
    }

    /** The object with what is applied in its annotation, if it has one. */
    static ObjectNode renewed(ObjectNode merged, ObjectNode applied) {
        if (!annotation(merged).isTextual()) {
            return merged;
        }
        ObjectNode renewed = merged.deepCopy();
        renewed.withObject("/metadata/annotations").put(ANNOTATION, text(applied));
        return renewed;
    }

    private static String text(ObjectNode applied) {
        ObjectNode bare = applied.deepCopy();
        if (bare.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(ANNOTATION);
        }
        String text = escaped(sorted(bare).toString()) + "\n";
        return text.length() > MOST_BYTES ? "" : text;
    }

    /** As Go writes JSON. */
    private static String escaped(String json) {
        return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
    }

    private static JsonNode sorted(JsonNode value) {
        if (value.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            value.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
            return JsonNodeFactory.instance.objectNode().setAll(members);
        }
        if (value instanceof ArrayNode list) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> items.add(sorted(item)));
            return items;
        }
        return value;
    }
}
