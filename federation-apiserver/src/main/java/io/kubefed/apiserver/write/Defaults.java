package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.Schema;

/** Fills in what a schema says that missing members are. */
public final class Defaults {

    private Defaults() {}

    /** Fills {@code tree} in place. */
    public static void fill(JsonNode tree, Schema schema) {
        if (tree instanceof ObjectNode object) {
            for (String name : schema.fields()) {
                fillMember(object, name, schema.field(name));
            }
            if (schema.fields().isEmpty()) {
                object.properties().forEach(member -> fill(member.getValue(), schema.field(member.getKey())));
            }
        } else if (tree.isArray()) {
            tree.forEach(item -> fill(item, schema.items()));
        }
    }

    private static void fillMember(ObjectNode object, String name, Schema schema) {
        JsonNode value = object.get(name);
        JsonNode byDefault = schema.defaultValue();
        if (byDefault != null && (value == null || (value.isNull() && !schema.nullable()))) {
            value = byDefault.deepCopy();
            object.set(name, value);
        }
        if (value != null) {
            fill(value, schema);
        }
    }
}
