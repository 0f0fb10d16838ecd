package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.Schema;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes places out of a value. An object or list of which nothing is left goes with its last part. */
final class Removal {

    private Removal() {}

    /** @return what is left of the object; itself if nothing is taken out */
    static ObjectNode from(ObjectNode object, FieldSet places, Schema schema) {
        JsonNode left = left(object, places, schema);
        return left == null ? JsonNodeFactory.instance.objectNode() : (ObjectNode) left;
    }

    private static @Nullable JsonNode left(JsonNode value, FieldSet places, Schema schema) {
        if (places.children().isEmpty()) {
            return value;
        }
        return switch (Division.of(schema, value)) {
            case WHOLE -> value;
            case BY_MEMBER -> value.isObject() ? members(value, places, schema) : value;
            case BY_ITEM -> value.isArray() ? items(value, places, schema) : value;
        };
    }

    private static @Nullable JsonNode members(JsonNode object, FieldSet places, Schema schema) {
        ObjectNode left = JsonNodeFactory.instance.objectNode();
        for (var member : object.properties()) {
            JsonNode kept = part(
                    member.getValue(), places.at(PathElement.field(member.getKey())), schema.field(member.getKey()));
            if (kept != null) {
                left.set(member.getKey(), kept);
            }
        }
        return left.isEmpty() ? null : left;
    }

    private static @Nullable JsonNode items(JsonNode list, FieldSet places, Schema schema) {
        ArrayNode left = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list) {
            Optional<PathElement> step = ListItems.step(item, schema);
            JsonNode kept = step.isEmpty() ? item : part(item, places.at(step.get()), schema.items());
            if (kept != null) {
                left.add(kept);
            }
        }
        return left.isEmpty() ? null : left;
    }

    private static @Nullable JsonNode part(JsonNode value, FieldSet places, Schema schema) {
        return places.member() ? null : left(value, places, schema);
    }
}
