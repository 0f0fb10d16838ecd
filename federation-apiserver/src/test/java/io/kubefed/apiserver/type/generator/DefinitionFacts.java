package io.kubefed.apiserver.type.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.generator.GoStructs.GoField;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** Turns definitions of OpenAPI v3 into the short form that {@code TypeTable} reads. Prose stays behind. */
final class DefinitionFacts {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String REF = "#/components/schemas/";
    private static final Map<String, String> EXTENSIONS = Map.of(
            "x-kubernetes-list-type", "list",
            "x-kubernetes-list-map-keys", "keys",
            "x-kubernetes-patch-strategy", "strategy",
            "x-kubernetes-patch-merge-key", "mergeKey");

    private final Map<String, JsonNode> definitions;
    private final GoStructs go;
    private final Map<String, ObjectNode> facts = new TreeMap<>();
    private final Deque<String> waiting = new ArrayDeque<>();

    DefinitionFacts(Map<String, JsonNode> definitions, GoStructs go) {
        this.definitions = definitions;
        this.go = go;
    }

    /** The definitions of these names and all that they need. */
    Map<String, ObjectNode> from(Iterable<String> roots) {
        roots.forEach(waiting::add);
        while (!waiting.isEmpty()) {
            String name = waiting.pop();
            if (!facts.containsKey(name)) {
                facts.put(name, definition(name));
            }
        }
        return facts;
    }

    private ObjectNode definition(String name) {
        JsonNode definition = definitions.get(name);
        ObjectNode fact = place(definition);
        for (var property : definition.path("properties").properties()) {
            ObjectNode field = place(property.getValue());
            go.find(name, property.getKey()).ifPresent(goField -> addGo(field, property.getValue(), goField));
            fact.withObject("/fields").set(property.getKey(), field);
        }
        copy(definition, "required", fact, "required");
        return fact;
    }

    private ObjectNode place(JsonNode json) {
        ObjectNode fact = JSON.objectNode();
        String reference = json.at("/allOf/0/$ref").asText(json.path("$ref").asText());
        if (!reference.isEmpty()) {
            String target = reference.substring(REF.length());
            waiting.add(target);
            fact.put("ref", target);
        }
        copy(json, "type", fact, "type");
        copy(json, "format", fact, "format");
        JsonNode standard = json.get("default");
        if (standard != null && !isZero(standard)) {
            fact.set("default", standard);
        }
        if (isQuantity(json)) {
            fact.put("type", "int-or-string").put("format", "quantity");
        } else if (json.path("format").asText().equals("int-or-string")) {
            fact.put("type", "int-or-string").remove("format");
        }
        EXTENSIONS.forEach((from, to) -> copy(json, from, fact, to));
        if (json.path("x-kubernetes-map-type").asText().equals("atomic")) {
            fact.put("atomic", true);
        }
        if (json.path("items").isObject()) {
            fact.set("items", place(json.path("items")));
        }
        if (json.path("additionalProperties").isObject()) {
            fact.set("values", values(json.path("additionalProperties")));
        }
        return fact;
    }

    /** A null among the values of a map becomes the zero of its type. */
    private ObjectNode values(JsonNode json) {
        ObjectNode fact = place(json);
        JsonNode standard = json.get("default");
        if (standard != null && !standard.isObject()) {
            fact.set("zero", standard);
        }
        return fact;
    }

    private static boolean isQuantity(JsonNode json) {
        return json.at("/oneOf/1/type").asText().equals("number");
    }

    private static boolean isZero(JsonNode value) {
        return value.isObject() && value.isEmpty()
                || value.isTextual() && value.asText().isEmpty()
                || value.isNumber() && value.asDouble() == 0
                || value.isBoolean() && !value.asBoolean();
    }

    private void addGo(ObjectNode fact, JsonNode property, GoField field) {
        JsonNode resolved = resolve(property);
        String type = resolved.path("type").asText();
        boolean collection =
                type.equals("array") || resolved.path("additionalProperties").isObject();
        if (field.nillable() || collection) {
            if (!field.omitEmpty() && !field.omitZero()) {
                fact.putNull("zero");
            } else if (!field.nillable()) {
                fact.put("omitempty", true);
            }
        } else if (isStruct(resolved)) {
            if (!field.omitZero()) {
                fact.set("zero", structZero(resolved));
            }
        } else if (field.omitEmpty()) {
            fact.put("omitempty", true);
        } else {
            fact.set("zero", scalarZero(type));
        }
    }

    private JsonNode resolve(JsonNode property) {
        String reference =
                property.at("/allOf/0/$ref").asText(property.path("$ref").asText());
        return reference.isEmpty() ? property : definitions.get(reference.substring(REF.length()));
    }

    private static boolean isStruct(JsonNode resolved) {
        return resolved.path("type").asText().equals("object")
                || resolved.has("oneOf")
                || resolved.path("type").isMissingNode()
                || resolved.path("format").asText().equals("date-time");
    }

    private static JsonNode structZero(JsonNode resolved) {
        if (isQuantity(resolved)) {
            return JSON.textNode("0");
        }
        if (resolved.path("format").asText().equals("int-or-string")) {
            return JSON.numberNode(0);
        }
        return resolved.path("type").asText().equals("object") ? JSON.objectNode() : JSON.nullNode();
    }

    private static JsonNode scalarZero(String type) {
        return switch (type) {
            case "string" -> JSON.textNode("");
            case "boolean" -> JSON.booleanNode(false);
            default -> JSON.numberNode(0);
        };
    }

    private static void copy(JsonNode from, String name, ObjectNode to, String as) {
        if (from.has(name)) {
            to.set(as, from.get(name));
        }
    }
}
