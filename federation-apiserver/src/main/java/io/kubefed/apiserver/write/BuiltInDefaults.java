package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Defaults of the built-in structures, which no schema tells: {@code defaults.json} has for a structure the members to set, perhaps
 * only if another member has a value; a few depend on more and are here.
 */
final class BuiltInDefaults {

    private static final String CORE = "io.k8s.api.core.v1.";
    private static final Set<String> CONTAINERS = Set.of(CORE + "Container", CORE + "EphemeralContainer");
    private static final Map<String, List<JsonNode>> RULES = read();

    private BuiltInDefaults() {}

    private static Map<String, List<JsonNode>> read() {
        try (InputStream stream = BuiltInDefaults.class.getResourceAsStream("defaults.json")) {
            if (stream == null) {
                throw new IllegalStateException("the jar has no defaults.json");
            }
            Map<String, List<JsonNode>> rules = new HashMap<>();
            for (JsonNode rule : Json.read(stream.readAllBytes())) {
                rules.computeIfAbsent(rule.path("of").asText(), of -> new ArrayList<>())
                        .add(rule);
            }
            return rules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets the missing members of a structure; not those of its members. */
    static void fill(ObjectNode object, String definition) {
        if (definition.isEmpty()) {
            return;
        }
        for (JsonNode rule : RULES.getOrDefault(definition, List.of())) {
            if (applies(rule.path("if"), object)) {
                rule.path("set")
                        .properties()
                        .forEach(member -> setIfMissing(object, member.getKey(), member.getValue()));
            }
        }
        if (CONTAINERS.contains(definition) && isMissing(object, "imagePullPolicy")) {
            object.put("imagePullPolicy", pullPolicy(object.path("image").asText("")));
        } else if (definition.equals(CORE + "Volume") && object.size() == 1 && object.has("name")) {
            object.putObject("emptyDir");
        } else if (definition.equals(CORE + "PodSpec") && !isMissing(object, "serviceAccountName")) {
            object.set("serviceAccount", object.get("serviceAccountName"));
        } else if (definition.equals(CORE + "ServicePort") && isUnset(object.path("targetPort"))) {
            object.set("targetPort", object.path("port"));
        }
    }

    private static boolean applies(JsonNode condition, ObjectNode object) {
        for (Map.Entry<String, JsonNode> member : condition.properties()) {
            JsonNode value = object.path(member.getKey());
            JsonNode wanted = member.getValue();
            boolean holds = false;
            for (JsonNode one : wanted.isArray() ? wanted : List.of(wanted)) {
                holds |= one.equals(value);
            }
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private static void setIfMissing(ObjectNode object, String name, JsonNode value) {
        if (isMissing(object, name)) {
            object.set(name, value.deepCopy());
        }
    }

    private static boolean isMissing(ObjectNode object, String name) {
        JsonNode value = object.get(name);
        return value == null
                || value.isNull()
                || (value.isTextual() && value.asText().isEmpty());
    }

    private static boolean isUnset(JsonNode port) {
        return port.isMissingNode()
                || port.isNull()
                || port.asText("").isEmpty()
                || port.asText().equals("0");
    }

    private static String pullPolicy(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        boolean pinned = last.contains("@") || (last.contains(":") && !last.endsWith(":latest"));
        return pinned ? "IfNotPresent" : "Always";
    }
}
