package io.kubefed.apiserver.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A place that somebody declared. Members are looked up when they are asked for, because schemas may contain themselves. */
final class DeclaredSchema implements Schema {

    /** Finds the schema of a member or item. */
    @FunctionalInterface
    interface Reference {
        Schema resolve();
    }

    private final String definition;
    private final Shape shape;
    private final Map<String, Reference> fields;
    private final @Nullable Reference values;
    private final Reference items;
    private final List<String> keys;
    private final @Nullable JsonNode defaultValue;
    private final @Nullable JsonNode zero;
    private final boolean omitsEmpty;
    private final String jsonType;
    private final String format;
    private final Set<String> required;
    private final boolean nullable;
    private final boolean preservesUnknown;
    private final boolean embeddedResource;
    private final List<String> patchStrategies;
    private final String patchMergeKey;

    private DeclaredSchema(Builder builder) {
        this.definition = builder.definition;
        this.shape = builder.shape;
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(builder.fields));
        this.values = builder.values;
        this.items = builder.items;
        this.keys = List.copyOf(builder.keys);
        this.defaultValue = builder.defaultValue;
        this.zero = builder.zero;
        this.omitsEmpty = builder.omitsEmpty;
        this.jsonType = builder.jsonType;
        this.format = builder.format;
        this.required = Collections.unmodifiableSet(new LinkedHashSet<>(builder.required));
        this.nullable = builder.nullable;
        this.preservesUnknown = builder.preservesUnknown;
        this.embeddedResource = builder.embeddedResource;
        this.patchStrategies = List.copyOf(builder.patchStrategies);
        this.patchMergeKey = builder.patchMergeKey;
    }

    @Override
    public String definition() {
        return definition;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public Schema field(String name) {
        Reference field = fields.getOrDefault(name, values);
        return field == null ? Schema.UNTYPED : field.resolve();
    }

    @Override
    public boolean declares(String name) {
        return preservesUnknown || shape == Shape.UNTYPED || values != null || fields.containsKey(name);
    }

    @Override
    public Set<String> fields() {
        return fields.keySet();
    }

    @Override
    public Schema items() {
        return items.resolve();
    }

    @Override
    public List<String> keys() {
        return keys;
    }

    @Override
    public @Nullable JsonNode defaultValue() {
        return defaultValue;
    }

    @Override
    public @Nullable JsonNode zero() {
        return zero;
    }

    @Override
    public boolean omitsEmpty() {
        return omitsEmpty;
    }

    @Override
    public String jsonType() {
        return jsonType;
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public Set<String> required() {
        return required;
    }

    @Override
    public boolean nullable() {
        return nullable;
    }

    @Override
    public boolean preservesUnknown() {
        return preservesUnknown;
    }

    @Override
    public boolean embeddedResource() {
        return embeddedResource;
    }

    @Override
    public List<String> patchStrategies() {
        return patchStrategies;
    }

    @Override
    public String patchMergeKey() {
        return patchMergeKey;
    }

    @Override
    public String toString() {
        return shape + " " + (fields.isEmpty() ? jsonType : fields.keySet());
    }

    /** The same place, reached from a parent that says more about it. */
    Builder toBuilder() {
        Builder builder = new Builder(shape);
        builder.definition = definition;
        builder.fields.putAll(fields);
        builder.values = values;
        builder.items = items;
        builder.keys = keys;
        builder.defaultValue = defaultValue;
        builder.zero = zero;
        builder.omitsEmpty = omitsEmpty;
        builder.jsonType = jsonType;
        builder.format = format;
        builder.required = required;
        builder.nullable = nullable;
        builder.preservesUnknown = preservesUnknown;
        builder.embeddedResource = embeddedResource;
        builder.patchStrategies = patchStrategies;
        builder.patchMergeKey = patchMergeKey;
        return builder;
    }

    /** What is filled in while a declaration is read. */
    static final class Builder {
        String definition = "";
        Shape shape;
        final Map<String, Reference> fields = new LinkedHashMap<>();

        @Nullable Reference values;

        Reference items = () -> Schema.UNTYPED;
        List<String> keys = List.of();

        @Nullable JsonNode defaultValue;

        @Nullable JsonNode zero;

        boolean omitsEmpty;
        String jsonType = "";
        String format = "";
        Set<String> required = Set.of();
        boolean nullable;
        boolean preservesUnknown;
        boolean embeddedResource;
        List<String> patchStrategies = List.of();
        String patchMergeKey = "";

        Builder(Shape shape) {
            this.shape = shape;
        }

        Schema build() {
            return new DeclaredSchema(this);
        }
    }
}
