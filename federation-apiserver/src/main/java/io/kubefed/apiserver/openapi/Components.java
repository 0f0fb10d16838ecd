package io.kubefed.apiserver.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.type.Schema;
import io.kubefed.apiserver.type.Schema.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The named schemas of one document. A structure that has a name is written once and referred to; others are written in place. */
final class Components {

    private static final String AT = "#/components/schemas/";

    private final Map<String, ObjectNode> written = new TreeMap<>();
    private final Deque<Schema> waiting = new ArrayDeque<>();

    /** Adds a type under its own name, and all that it refers to. */
    String add(Resource resource) {
        String name = nameOf(resource);
        ObjectNode schema = structure(resource.schema());
        schema.putArray("x-kubernetes-group-version-kind")
                .addObject()
                .put("group", resource.type().group())
                .put("kind", resource.type().kind())
                .put("version", resource.type().version());
        written.put(name, schema);
        drain();
        return name;
    }

    /** {@code io.k8s.api.apps.v1.Deployment}, or for a custom type {@code com.example.shop.v1.Gadget}. */
    static String nameOf(Resource resource) {
        if (!resource.schema().definition().isEmpty()) {
            return resource.schema().definition();
        }
        List<String> parts = new ArrayList<>(List.of(resource.type().group().split("\\.")));
        Collections.reverse(parts);
        parts.add(resource.type().version());
        parts.add(resource.type().kind());
        return String.join(".", parts);
    }

    /** All of them by name. */
    ObjectNode schemas() {
        ObjectNode schemas = Json.object();
        written.forEach(schemas::set);
        return schemas;
    }

    private void drain() {
        while (!waiting.isEmpty()) {
            Schema next = waiting.remove();
            if (!written.containsKey(next.definition())) {
                // The place is taken first: a structure may contain itself.
                written.put(next.definition(), Json.object());
                written.put(next.definition(), structure(next));
            }
        }
    }

    private ObjectNode place(Schema schema) {
        ObjectNode node;
        if (schema.definition().isEmpty()) {
            node = structure(schema);
        } else {
            waiting.add(schema);
            node = Json.object();
            node.putArray("allOf").addObject().put("$ref", AT + schema.definition());
        }
        extend(node, schema);
        return node;
    }

    private ObjectNode structure(Schema schema) {
        ObjectNode node = Json.object();
        String type = schema.jsonType();
        if (type.equals("int-or-string")) {
            node.put("format", "int-or-string");
            ArrayNode oneOf = node.putArray("oneOf");
            oneOf.addObject().put("type", "integer");
            oneOf.addObject().put("type", "string");
            return node;
        }
        if (!type.isEmpty()) {
            node.put("type", type);
        }
        if (!schema.format().isEmpty()) {
            node.put("format", schema.format());
        }
        if (type.equals("array")) {
            node.set("items", place(schema.items()));
        }
        members(node, schema);
        if (schema.preservesUnknown()) {
            node.put("x-kubernetes-preserve-unknown-fields", true);
        }
        return node;
    }

    private void members(ObjectNode node, Schema schema) {
        if (!schema.fields().isEmpty()) {
            ObjectNode properties = node.putObject("properties");
            schema.fields().forEach(name -> properties.set(name, place(schema.field(name))));
            texts(node, "required", schema.required());
        } else if (schema.shape() == Shape.MAP) {
            node.set("additionalProperties", place(schema.field("*")));
        }
    }

    private static void extend(ObjectNode node, Schema schema) {
        JsonNode byDefault = schema.defaultValue();
        if (byDefault != null) {
            node.set("default", byDefault);
        }
        switch (schema.shape()) {
            case LIST_ATOMIC -> node.put("x-kubernetes-list-type", "atomic");
            case LIST_SET -> node.put("x-kubernetes-list-type", "set");
            case LIST_MAP -> {
                texts(node, "x-kubernetes-list-map-keys", schema.keys());
                node.put("x-kubernetes-list-type", "map");
            }
            case ATOMIC -> node.put("x-kubernetes-map-type", "atomic");
            default -> {}
        }
        if (!schema.patchMergeKey().isEmpty()) {
            node.put("x-kubernetes-patch-merge-key", schema.patchMergeKey());
        }
        if (!schema.patchStrategies().isEmpty()) {
            node.put("x-kubernetes-patch-strategy", String.join(",", schema.patchStrategies()));
        }
        if (schema.embeddedResource()) {
            node.put("x-kubernetes-embedded-resource", true);
        }
    }

    private static void texts(ObjectNode node, String field, Collection<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = node.putArray(field);
            texts.forEach(array::add);
        }
    }
}
