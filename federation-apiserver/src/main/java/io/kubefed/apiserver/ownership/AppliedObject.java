package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks an applied object against its schema, with the texts of kube-apiserver. */
final class AppliedObject {

    private final List<String> errors = new ArrayList<>();

    private AppliedObject() {}

    /** @throws InvalidApplyException that names every place that does not fit */
    static void check(ObjectNode applied, Schema schema) {
        AppliedObject check = new AppliedObject();
        check.value("", applied, schema);
        if (!check.errors.isEmpty()) {
            throw new InvalidApplyException(check.text());
        }
    }

    private String text() {
        return errors.size() == 1 ? errors.get(0) : "errors:\n  " + String.join("\n  ", errors);
    }

    private void value(String path, JsonNode value, Schema schema) {
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

    private void scalar(String path, JsonNode value, Schema schema) {
        boolean fits = switch (schema.jsonType()) {
            case "string" -> value.isTextual();
            case "integer", "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> value.isValueNode();
        };
        if (!fits) {
            String expected =
                    schema.jsonType().equals("string") || schema.jsonType().equals("boolean")
                            ? schema.jsonType()
                            : "numeric (int or float)";
            errors.add(path + ": expected " + expected + ", got " + value);
        }
    }

    private void object(String path, JsonNode value, Schema schema) {
        if (!value.isObject()) {
            errors.add(path + ": expected map, got " + value);
            return;
        }
        for (var member : value.properties()) {
            String below = path + "." + member.getKey();
            if (schema.declares(member.getKey())) {
                value(below, member.getValue(), schema.field(member.getKey()));
            } else {
                errors.add(below + ": field not declared in schema");
            }
        }
    }

    private void list(String path, JsonNode value, Schema schema) {
        if (!value.isArray()) {
            errors.add(path + ": expected list, got " + value);
            return;
        }
        Set<PathElement> seen = new HashSet<>();
        int index = 0;
        for (JsonNode item : value) {
            String below = path + "[" + index++ + "]";
            if (schema.shape() != Schema.Shape.LIST_ATOMIC) {
                Optional<PathElement> step = ListItems.step(item, schema);
                if (step.isEmpty()) {
                    errors.add(below + ": " + missing(item, schema));
                    continue;
                }
                if (!seen.add(step.get())) {
                    errors.add(path + ": duplicate entries for key " + step.get());
                    continue;
                }
                below = path + step.get();
            }
            value(below, item, schema.items());
        }
    }

    private static String missing(JsonNode item, Schema schema) {
        if (schema.shape() == Schema.Shape.LIST_SET) {
            return "associative list without keys has an element that's explicitly null";
        }
        if (!item.isObject()) {
            return "associative list with keys may not have non-map elements";
        }
        String key = schema.keys().stream()
                .filter(name ->
                        !item.hasNonNull(name) && schema.items().field(name).defaultValue() == null)
                .findFirst()
                .orElse("");
        return "associative list with keys has an element that omits key field \"" + key
                + "\" (and doesn't have default value)";
    }
}
