package io.kubefed.apiserver.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.DeclaredSchema.Builder;
import io.kubefed.apiserver.type.DeclaredSchema.Reference;
import io.kubefed.apiserver.type.Schema.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The schemas of built-in types, from {@code types.json}. A definition is taken apart when it is needed first. */
final class Definitions {

    private final JsonNode facts;
    private final Map<String, Schema> read = new ConcurrentHashMap<>();

    /** @param facts the member {@code definitions} of the file */
    Definitions(JsonNode facts) {
        this.facts = facts;
    }

    /** The schema of this name, such as {@code io.k8s.api.apps.v1.Deployment}. */
    Schema get(String name) {
        Schema known = read.get(name);
        if (known != null) {
            return known;
        }
        // Not computeIfAbsent: a definition may need others. Whoever is first wins.
        Builder builder = builder(facts.path(name));
        builder.definition = name;
        Schema schema = builder.build();
        Schema first = read.putIfAbsent(name, schema);
        return first == null ? schema : first;
    }

    private Schema place(JsonNode fact) {
        return builder(fact).build();
    }

    private Builder builder(JsonNode fact) {
        String target = fact.path("ref").asText();
        Builder builder = target.isEmpty() ? new Builder(shape(fact)) : ((DeclaredSchema) get(target)).toBuilder();
        if (fact.has("type")) {
            builder.jsonType = fact.get("type").asText();
        }
        if (fact.has("format")) {
            builder.format = fact.get("format").asText();
        }
        if (fact.path("atomic").asBoolean()) {
            builder.shape = Shape.ATOMIC;
        }
        builder.defaultValue = fact.get("default");
        builder.zero = fact.get("zero");
        builder.omitsEmpty = fact.path("omitempty").asBoolean();
        if (fact.has("strategy")) {
            builder.patchStrategies = strategies(fact);
        }
        if (fact.has("mergeKey")) {
            builder.patchMergeKey = fact.get("mergeKey").asText();
        }
        if (fact.has("required")) {
            builder.required = new LinkedHashSet<>(StructuralSchema.strings(fact.get("required")));
        }
        readParts(fact, builder);
        return builder;
    }

    private void readParts(JsonNode fact, Builder builder) {
        for (var field : fact.path("fields").properties()) {
            builder.fields.put(field.getKey(), new Lazy(field.getValue()));
        }
        if (fact.get("values") instanceof ObjectNode values) {
            builder.values = new Lazy(values);
        }
        if (fact.get("items") instanceof ObjectNode items) {
            builder.items = new Lazy(items);
            builder.keys = keys(fact);
        }
    }

    private static List<String> strategies(JsonNode fact) {
        String strategy = fact.path("strategy").asText();
        return strategy.isEmpty() ? List.of() : List.of(strategy.split(",", -1));
    }

    /** Lists without a type of their own are shared as a strategic merge patch shares them. */
    private static List<String> keys(JsonNode fact) {
        List<String> keys = StructuralSchema.strings(fact.path("keys"));
        boolean merged = !fact.has("list") && strategies(fact).contains("merge") && fact.has("mergeKey");
        return merged ? List.of(fact.get("mergeKey").asText()) : keys;
    }

    private static Shape shape(JsonNode fact) {
        return switch (fact.path("type").asText()) {
            case "object" -> fact.has("fields") ? Shape.STRUCT : fact.has("values") ? Shape.MAP : Shape.UNTYPED;
            case "array" -> listShape(fact);
            case "" -> Shape.UNTYPED;
            default -> Shape.SCALAR;
        };
    }

    private static Shape listShape(JsonNode fact) {
        return switch (fact.path("list").asText()) {
            case "map" -> Shape.LIST_MAP;
            case "set" -> Shape.LIST_SET;
            case "atomic" -> Shape.LIST_ATOMIC;
            default ->
                !strategies(fact).contains("merge")
                        ? Shape.LIST_ATOMIC
                        : fact.has("mergeKey") ? Shape.LIST_MAP : Shape.LIST_SET;
        };
    }

    /** A place that is read when it is first asked for. */
    private final class Lazy implements Reference {

        private final JsonNode fact;
        private volatile @Nullable Schema schema;

        Lazy(JsonNode fact) {
            this.fact = fact;
        }

        @Override
        public Schema resolve() {
            Schema known = schema;
            if (known == null) {
                known = isPlainReference() ? get(fact.get("ref").asText()) : place(fact);
                schema = known;
            }
            return known;
        }

        private boolean isPlainReference() {
            return fact.size() == 1 && fact.has("ref");
        }
    }
}
