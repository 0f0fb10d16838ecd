package io.kubefed.apiserver.type;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.type.DeclaredSchema.Builder;
import io.kubefed.apiserver.type.Schema.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Schemas of custom types, from the OpenAPI v3 schema of one version in a custom resource definition.
 *
 * <p>Lists are atomic unless {@code x-kubernetes-list-type} says otherwise; objects are shared by field unless
 * {@code x-kubernetes-map-type} does. {@code apiVersion}, {@code kind} and {@code metadata} are those of every object.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">Structural schemas</a>
 */
public final class StructuralSchema {

    private StructuralSchema() {}

    /**
     * The schema of whole objects.
     *
     * @param openApiV3Schema the schema that a definition gives one version; an object without properties allows nothing but metadata
     */
    public static Schema of(JsonNode openApiV3Schema) {
        return resource(openApiV3Schema);
    }

    private static Schema resource(JsonNode json) {
        Builder builder = read(json);
        builder.fields.put("apiVersion", () -> ObjectMetaSchema.STRING);
        builder.fields.put("kind", () -> ObjectMetaSchema.STRING);
        builder.fields.put("metadata", () -> ObjectMetaSchema.INSTANCE);
        return builder.build();
    }

    private static Schema place(JsonNode json) {
        return json.path("x-kubernetes-embedded-resource").asBoolean()
                ? resource(json)
                : read(json).build();
    }

    private static Builder read(JsonNode json) {
        Builder builder = new Builder(shape(json));
        builder.jsonType = json.path("x-kubernetes-int-or-string").asBoolean()
                ? "int-or-string"
                : json.path("type").asText();
        builder.format = json.path("format").asText();
        builder.nullable = json.path("nullable").asBoolean();
        builder.preservesUnknown =
                json.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        builder.embeddedResource = json.path("x-kubernetes-embedded-resource").asBoolean();
        builder.keys = strings(json.path("x-kubernetes-list-map-keys"));
        builder.required = new LinkedHashSet<>(strings(json.path("required")));
        builder.defaultValue = json.get("default");
        readMembers(json, builder);
        return builder;
    }

    private static void readMembers(JsonNode json, Builder builder) {
        for (var property : json.path("properties").properties()) {
            Schema field = place(property.getValue());
            builder.fields.put(property.getKey(), () -> field);
        }
        JsonNode values = json.path("additionalProperties");
        if (values.isObject()) {
            Schema value = place(values);
            builder.values = () -> value;
        } else if (values.asBoolean()) {
            builder.values = () -> Schema.UNTYPED;
        }
        if (json.path("items").isObject()) {
            Schema item = place(json.path("items"));
            builder.items = () -> item;
        }
    }

    private static Shape shape(JsonNode json) {
        return switch (json.path("type").asText()) {
            case "object" -> objectShape(json);
            case "array" -> listShape(json);
            case "string", "integer", "number", "boolean" -> Shape.SCALAR;
            default -> json.path("x-kubernetes-int-or-string").asBoolean() ? Shape.SCALAR : Shape.UNTYPED;
        };
    }

    private static Shape objectShape(JsonNode json) {
        if (json.path("x-kubernetes-map-type").asText().equals("atomic")) {
            return Shape.ATOMIC;
        }
        JsonNode values = json.path("additionalProperties");
        return values.isObject() || values.asBoolean() ? Shape.MAP : Shape.STRUCT;
    }

    private static Shape listShape(JsonNode json) {
        return switch (json.path("x-kubernetes-list-type").asText()) {
            case "set" -> Shape.LIST_SET;
            case "map" -> Shape.LIST_MAP;
            default -> Shape.LIST_ATOMIC;
        };
    }

    static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>(array.size());
        array.forEach(item -> strings.add(item.asText()));
        return strings;
    }
}
