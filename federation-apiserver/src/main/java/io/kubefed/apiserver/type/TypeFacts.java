package io.kubefed.apiserver.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubefed.core.model.ResourceType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Reads the built-in types: {@code types.json}, which a tool made from a real kube-apiserver, and {@code cells.json}, written by hand,
 * which says where the cells of their tables are found.
 */
final class TypeFacts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TypeFacts() {}

    static TypeTable read() {
        JsonNode facts = resource("types.json");
        JsonNode cells = resource("cells.json");
        Definitions definitions = new Definitions(facts.get("definitions"));
        List<TypeInfo> types = new ArrayList<>();
        for (JsonNode type : facts.get("types")) {
            types.add(type(type, cells, definitions));
        }
        return new TypeTable(types);
    }

    private static JsonNode resource(String name) {
        try (InputStream stream = TypeFacts.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return JSON.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TypeInfo type(JsonNode fact, JsonNode cells, Definitions definitions) {
        String apiVersion = fact.get("apiVersion").asText();
        int slash = apiVersion.indexOf('/');
        ResourceType type = new ResourceType(
                slash < 0 ? "" : apiVersion.substring(0, slash),
                apiVersion.substring(slash + 1),
                fact.get("plural").asText(),
                fact.get("kind").asText(),
                fact.get("namespaced").asBoolean());
        return new TypeInfo(
                type,
                fact.get("singular").asText(),
                StructuralSchema.strings(fact.path("shortNames")),
                StructuralSchema.strings(fact.path("categories")),
                StructuralSchema.strings(fact.get("verbs")),
                new LinkedHashSet<>(StructuralSchema.strings(fact.get("subresources"))),
                columns(fact.path("columns"), cells.path(type.groupResource())),
                definitions.get(fact.get("schema").asText()),
                false);
    }

    private static List<Column> columns(JsonNode headings, JsonNode paths) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode heading : headings) {
            String name = heading.get(0).asText();
            columns.add(new Column(
                    name,
                    heading.get(1).asText(),
                    heading.get(2).asText(),
                    "",
                    heading.get(3).asInt(),
                    paths.path(name).asText(usual(name))));
        }
        return columns;
    }

    /** Where nearly every type has these. */
    private static String usual(String heading) {
        return switch (heading) {
            case "Name" -> ".metadata.name";
            case "Age", "Created At" -> ".metadata.creationTimestamp";
            default -> "";
        };
    }
}
