package io.kubefed.apiserver.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what built-in objects must have and do not: names, lists and references that are missing or empty. */
public final class RequiredCheck {

    /** Said to be required by the schema, and accepted when empty all the same. */
    private static final Set<String> MAY_BE_EMPTY =
            Set.of("io.k8s.api.discovery.v1.EndpointSlice.endpoints", "io.k8s.api.core.v1.LimitRangeSpec.limits");

    private final List<Cause> causes = new ArrayList<>();

    private RequiredCheck() {}

    /** What is missing in an object, in the order of its schema. Status is the business of whoever reports it. */
    public static List<Cause> causes(ObjectNode object, Schema schema) {
        RequiredCheck check = new RequiredCheck();
        for (String name : schema.fields()) {
            JsonNode value = object.get(name);
            if (value != null && !name.equals("status") && !name.equals("metadata")) {
                check.value(value, schema.field(name), name);
            }
        }
        return check.causes;
    }

    private void value(JsonNode value, Schema schema, String path) {
        if (value instanceof ObjectNode object) {
            for (String name : schema.required()) {
                JsonNode member = object.get(name);
                if (isEmpty(member) && !MAY_BE_EMPTY.contains(schema.definition() + "." + name)) {
                    causes.add(Cause.required(path + "." + name, ""));
                }
            }
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                value(member.getValue(), schema.field(member.getKey()), path + "." + member.getKey());
            }
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                value(value.get(i), schema.items(), path + "[" + i + "]");
            }
        }
    }

    private static boolean isEmpty(@org.jspecify.annotations.Nullable JsonNode value) {
        return value == null
                || value.isNull()
                || (value.isTextual() && value.asText().isEmpty())
                || (value.isArray() && value.isEmpty());
    }
}
