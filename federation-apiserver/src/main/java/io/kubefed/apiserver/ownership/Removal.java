package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.Schema;

/**
 * Takes places out of a value. An object or list of which nothing is left becomes JSON null, as on kube-apiserver: the place itself stays
 * with whoever owns it.
 */
final class Removal {

    private Removal() {}

    /** @return what is left of the object; itself if nothing is taken out */
    static ObjectNode from(ObjectNode object, FieldSet places, Schema schema) {
        return left(object, places, schema) instanceof ObjectNode left ? left : JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode left(JsonNode value, FieldSet places, Schema schema) {
        if (places.children().isEmpty()) {
            return value;
        }
        return switch (Division.of(schema, value)) {
            case WHOLE -> value;
            case BY_MEMBER -> value.isObject() ? members(value, places, schema) : value;
            case BY_ITEM -> value.isArray() ? items(value, places, schema) : value;
        };
    }

    private static JsonNode members(JsonNode object, FieldSet places, Schema schema) {
        ObjectNode left = JsonNodeFactory.instance.objectNode();
        for (var member : object.properties()) {
            FieldSet below = places.at(PathElement.field(member.getKey()));
            if (!below.member()) {
                left.set(member.getKey(), left(member.getValue(), below, schema.field(member.getKey())));
            }
        }
        return left.isEmpty() ? JsonNodeFactory.instance.nullNode() : left;
    }

    private static JsonNode items(JsonNode list, FieldSet places, Schema schema) {
        ArrayNode left = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list) {
            FieldSet below = ListItems.step(item, schema).map(places::at).orElse(FieldSet.EMPTY);
            if (!below.member()) {
                left.add(left(item, below, schema.items()));
            }
        }
        return left.isEmpty() ? JsonNodeFactory.instance.nullNode() : left;
    }
}
