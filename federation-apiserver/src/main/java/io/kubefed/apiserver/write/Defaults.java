package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.Schema;

/** Fills in what missing members are: as the schema says, and as the built-in structures have it. */
public final class Defaults {

    private Defaults() {}

    /** Fills {@code tree} in place. */
    public static void fill(JsonNode tree, Schema schema) {
        if (tree instanceof ObjectNode object) {
            BuiltInDefaults.fill(object, schema.definition());
            if (schema.fields().isEmpty()) {
                object.properties().forEach(member -> fill(member.getValue(), schema.field(member.getKey())));
            } else {
                schema.fields().forEach(name -> fillMember(object, name, schema.field(name)));
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
