package io.kubefed.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.request.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the schema of a custom type says everywhere what is there.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">Structural schemas</a>
 */
final class StructuralCheck {

    private final List<Cause> causes = new ArrayList<>();

    private StructuralCheck() {}

    /** What is wrong with a schema that stands at {@code field}. */
    static List<Cause> causes(JsonNode schema, String field) {
        StructuralCheck check = new StructuralCheck();
        if (schema.path("type").asText("").isEmpty()) {
            check.causes.add(Cause.required(field + ".type", "must not be empty at the root"));
        } else if (!schema.path("type").asText("").equals("object")) {
            check.causes.add(
                    Cause.invalid(field + ".type", schema.path("type").toString(), "must be object at the root"));
        }
        check.members(schema, field);
        return check.causes;
    }

    private void members(JsonNode schema, String field) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            place(property.getValue(), field + ".properties[" + property.getKey() + "]", "object fields");
        }
        if (schema.path("additionalProperties").isObject()) {
            place(schema.path("additionalProperties"), field + ".additionalProperties", "object fields");
        }
        if (schema.path("items").isObject()) {
            place(schema.path("items"), field + ".items", "array items");
        } else if (schema.path("type").asText("").equals("array")) {
            causes.add(Cause.required(field + ".items", "must be specified"));
        }
        boolean keyed = schema.path("x-kubernetes-list-type").asText("").equals("map");
        if (keyed && schema.path("x-kubernetes-list-map-keys").isEmpty()) {
            causes.add(Cause.required(
                    field + ".x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"));
        }
        for (String combination : List.of("allOf", "anyOf", "oneOf")) {
            JsonNode parts = schema.path(combination);
            for (int i = 0; i < parts.size(); i++) {
                boolean intOrString = schema.path("x-kubernetes-int-or-string").asBoolean(false);
                if (!parts.get(i).path("type").asText("").isEmpty() && !intOrString) {
                    causes.add(Cause.forbidden(
                            field + "." + combination + "[" + i + "].type", "must be empty to be structural"));
                }
            }
        }
    }

    private void place(JsonNode schema, String field, String what) {
        boolean anything = schema.path("x-kubernetes-int-or-string").asBoolean(false)
                || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(false);
        if (schema.path("type").asText("").isEmpty() && !anything) {
            causes.add(Cause.required(field + ".type", "must not be empty for specified " + what));
        }
        members(schema, field);
    }
}
