package io.kubefed.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Definition;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.type.Column;
import io.kubefed.apiserver.type.StructuralSchema;
import io.kubefed.apiserver.type.TypeInfo;
import io.kubefed.core.model.ResourceType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the types out of a CustomResourceDefinition. */
final class DefinedTypes {

    private static final List<String> VERBS =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

    private DefinedTypes() {}

    /** The served versions, the preferred one first; empty as long as the names are not accepted. */
    static List<Resource> of(ObjectNode definition) {
        if (!accepted(definition)) {
            return List.of();
        }
        List<JsonNode> versions = new ArrayList<>();
        definition.path("spec").path("versions").forEach(versions::add);
        return versions.stream()
                .filter(version -> version.path("served").asBoolean(false))
                .sorted(Comparator.comparing(version -> version.path("name").asText(""), VersionOrder.PREFERRED_FIRST))
                .map(version -> resource(definition, version))
                .toList();
    }

    private static boolean accepted(ObjectNode definition) {
        for (JsonNode condition : definition.path("status").path("conditions")) {
            if (condition.path("type").asText("").equals("Established")) {
                return condition.path("status").asText("").equals("True");
            }
        }
        return false;
    }

    private static Resource resource(ObjectNode definition, JsonNode version) {
        JsonNode spec = definition.path("spec");
        JsonNode names = spec.path("names");
        ResourceType type = new ResourceType(
                spec.path("group").asText(""),
                version.path("name").asText(""),
                names.path("plural").asText(""),
                names.path("kind").asText(""),
                spec.path("scope").asText("").equals("Namespaced"));
        TypeInfo info = new TypeInfo(
                type,
                names.path("singular").asText(""),
                texts(names.path("shortNames")),
                texts(names.path("categories")),
                VERBS,
                subresources(version),
                columns(version),
                StructuralSchema.of(version.path("schema").path("openAPIV3Schema")),
                true);
        return new Resource(info, facts(definition, type, version));
    }

    private static Set<String> subresources(JsonNode version) {
        Set<String> names = new HashSet<>();
        version.path("subresources").properties().forEach(subresource -> names.add(subresource.getKey()));
        return names;
    }

    private static Definition facts(ObjectNode definition, ResourceType type, JsonNode version) {
        JsonNode scale = version.path("subresources").path("scale");
        List<String> selectable = new ArrayList<>();
        version.path("selectableFields")
                .forEach(field -> selectable.add(field.path("jsonPath").asText("")));
        return new Definition(
                Json.text(definition, "metadata", "name"),
                Json.text(definition, "metadata", "uid"),
                version.path("schema").path("openAPIV3Schema"),
                selectable,
                scale.path("specReplicasPath").asText(""),
                scale.path("statusReplicasPath").asText(""),
                scale.path("labelSelectorPath").asText(""),
                deprecation(definition, type, version),
                definition.path("metadata").hasNonNull("deletionTimestamp"));
    }

    private static String deprecation(ObjectNode definition, ResourceType type, JsonNode version) {
        if (!version.path("deprecated").asBoolean(false)) {
            return "";
        }
        String own = version.path("deprecationWarning").asText("");
        if (!own.isEmpty()) {
            return own;
        }
        String words = type.apiVersion() + " " + type.kind() + " is deprecated";
        return newer(definition, type)
                .map(other -> words + "; use " + type.group() + "/" + other + " " + type.kind())
                .orElse(words);
    }

    /** The served version to use instead: the most preferred one that is not deprecated and better than this. */
    private static Optional<String> newer(ObjectNode definition, ResourceType type) {
        List<String> better = new ArrayList<>();
        for (JsonNode version : definition.path("spec").path("versions")) {
            String name = version.path("name").asText("");
            boolean usable = version.path("served").asBoolean(false)
                    && !version.path("deprecated").asBoolean(false);
            if (usable && VersionOrder.PREFERRED_FIRST.compare(name, type.version()) < 0) {
                better.add(name);
            }
        }
        return better.stream().min(VersionOrder.PREFERRED_FIRST);
    }

    private static List<Column> columns(JsonNode version) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : version.path("additionalPrinterColumns")) {
            String path = column.path("jsonPath").asText("");
            columns.add(new Column(
                    column.path("name").asText(""),
                    column.path("type").asText(""),
                    column.path("format").asText(""),
                    column.path("description")
                            .asText("Custom resource definition column (in JSONPath format): " + path),
                    column.path("priority").asInt(0),
                    path));
        }
        return columns;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
