package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.GoText;
import io.kubefed.apiserver.type.Schema;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Checks an applied object against its schema, with the texts of kube-apiserver. */
final class AppliedObject {

    private AppliedObject() {}

    /** @throws InvalidApplyException that names the first place that does not fit */
    static void check(ObjectNode applied, Schema schema) {
        value("", applied, schema);
    }

    private static void value(String path, JsonNode value, Schema schema) {
        if (value.isNull()) {
            return;
        }
        switch (schema.shape()) {
            case UNTYPED -> {}
            case SCALAR -> scalar(path, value, schema);
            case STRUCT, MAP, ATOMIC -> object(path, value, schema);
            case LIST_ATOMIC, LIST_SET, LIST_MAP -> list(path, value, schema);
        }
    }

    private static void scalar(String path, JsonNode value, Schema schema) {
        switch (schema.jsonType()) {
            case "string" ->
                check(
                        value.isTextual(),
                        path,
                        "string",
                        "&value.valueUnstructured{Value:" + GoText.syntax(value) + "}");
            case "integer", "number" -> check(value.isNumber(), path, "numeric (int or float)", GoText.type(value));
            case "boolean" -> check(value.isBoolean(), path, "boolean", pointer(value));
            default -> check(value.isValueNode(), path, "scalar", pointer(value));
        }
    }

    private static void check(boolean fits, String path, String expected, String got) {
        if (!fits) {
            throw new InvalidApplyException(path + ": expected " + expected + ", got " + got);
        }
    }

    private static String pointer(JsonNode value) {
        return "&{" + GoText.of(value) + "}";
    }

    private static void object(String path, JsonNode value, Schema schema) {
        check(value.isObject(), path, "map", pointer(value));
        for (String name : (Iterable<String>) value::fieldNames) {
            if (!schema.declares(name)) {
                throw new InvalidApplyException(path + "." + name + ": field not declared in schema");
            }
        }
        value.properties()
                .forEach(member ->
                        value(path + "." + member.getKey(), member.getValue(), schema.field(member.getKey())));
    }

    private static void list(String path, JsonNode value, Schema schema) {
        check(value.isArray(), path, "list", pointer(value));
        Set<PathElement> seen = new HashSet<>();
        int index = 0;
        for (JsonNode item : value) {
            String below = path + "[" + index++ + "]";
            if (schema.shape() != Schema.Shape.LIST_ATOMIC) {
                Optional<PathElement> step = ListItems.step(item, schema);
                if (step.isEmpty()) {
                    throw new InvalidApplyException(below + ": " + missing(schema));
                }
                if (!seen.add(step.get())) {
                    throw new InvalidApplyException(path + ": duplicate entries for key " + step.get());
                }
                below = path + step.get();
            }
            value(below, item, schema.items());
        }
    }

    private static String missing(Schema schema) {
        return schema.shape() == Schema.Shape.LIST_SET
                ? "associative list without keys has an element that's explicitly null"
                : "associative list with keys may not have non-map elements";
    }
}
