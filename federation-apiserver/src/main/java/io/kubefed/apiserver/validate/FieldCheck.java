package io.kubefed.apiserver.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.Schema;
import java.util.ArrayList;
import java.util.List;

/** Compares the members of an object with those that its schema declares, and removes what nobody declared. */
public final class FieldCheck {

    private final List<String> unknown = new ArrayList<>();
    private final List<WrongType> wrong = new ArrayList<>();

    /**
     * A value of the wrong JSON type.
     *
     * @param path where it is, such as {@code spec.replicas}
     * @param goPath the same without the key of a map, as Go tells it
     * @param value what it is
     * @param schema what should be there
     * @param owner the structure that has the member; empty for none of a name
     */
    public record WrongType(String path, String goPath, JsonNode value, Schema schema, String owner) {}

    private FieldCheck() {}

    /** Looks at {@code object}, and removes from it what its schema does not know. */
    public static FieldCheck prune(ObjectNode object, Schema schema) {
        FieldCheck check = new FieldCheck();
        check.object(object, schema, "", "");
        return check;
    }

    /** The paths of what was removed, in the order of the object. */
    public List<String> unknown() {
        return List.copyOf(unknown);
    }

    /** The values of the wrong type. */
    public List<WrongType> wrong() {
        return List.copyOf(wrong);
    }

    private void value(JsonNode value, Schema schema, String path, String goPath, String owner) {
        if (value.isNull() || schema.jsonType().isEmpty()) {
            return;
        }
        if (!fits(value, schema)) {
            wrong.add(new WrongType(path, goPath, value, schema, owner));
        } else if (value instanceof ObjectNode object) {
            object(object, schema, path, owner);
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                value(value.get(i), schema.items(), path + "[" + i + "]", goPath, owner);
            }
        }
    }

    private void object(ObjectNode object, Schema schema, String path, String outer) {
        String owner = schema.definition().isEmpty() ? outer : schema.definition();
        List<String> gone = new ArrayList<>();
        object.properties().forEach(member -> {
            String name = member.getKey();
            String at = path.isEmpty() ? name : path + "." + name;
            if (schema.declares(name)) {
                boolean key = schema.shape() == Schema.Shape.MAP;
                value(member.getValue(), schema.field(name), at, key ? path : at, owner);
            } else {
                unknown.add(at);
                gone.add(name);
            }
        });
        object.remove(gone);
    }

    private static boolean fits(JsonNode value, Schema schema) {
        return switch (schema.jsonType()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber() || isWhole(value);
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "int-or-string" -> value.isTextual() || value.isIntegralNumber();
            default -> true;
        };
    }

    private static boolean isWhole(JsonNode value) {
        return value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
    }
}
