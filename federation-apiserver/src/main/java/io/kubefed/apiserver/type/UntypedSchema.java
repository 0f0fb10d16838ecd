package io.kubefed.apiserver.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows nothing, and allows everything. */
final class UntypedSchema implements Schema {

    static final UntypedSchema INSTANCE = new UntypedSchema();

    private UntypedSchema() {}

    @Override
    public String definition() {
        return "";
    }

    @Override
    public Shape shape() {
        return Shape.UNTYPED;
    }

    @Override
    public Schema field(String name) {
        return this;
    }

    @Override
    public boolean declares(String name) {
        return true;
    }

    @Override
    public Set<String> fields() {
        return Set.of();
    }

    @Override
    public Schema items() {
        return this;
    }

    @Override
    public List<String> keys() {
        return List.of();
    }

    @Override
    public @Nullable JsonNode defaultValue() {
        return null;
    }

    @Override
    public @Nullable JsonNode zero() {
        return null;
    }

    @Override
    public boolean omitsEmpty() {
        return false;
    }

    @Override
    public String jsonType() {
        return "";
    }

    @Override
    public String format() {
        return "";
    }

    @Override
    public Set<String> required() {
        return Set.of();
    }

    @Override
    public boolean nullable() {
        return true;
    }

    @Override
    public boolean preservesUnknown() {
        return true;
    }

    @Override
    public boolean embeddedResource() {
        return false;
    }

    @Override
    public List<String> patchStrategies() {
        return List.of();
    }

    @Override
    public String patchMergeKey() {
        return "";
    }

    @Override
    public String toString() {
        return "untyped";
    }
}
