package io.kubefed.apiserver.type;

import io.kubefed.core.model.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The types that a server has without anybody defining them. Immutable. */
public final class TypeTable {

    private final Map<Name, TypeInfo> types = new LinkedHashMap<>();

    TypeTable(List<TypeInfo> types) {
        types.forEach(type -> this.types.put(Name.of(type.type()), type));
    }

    /** The built-in types of Kubernetes that are known here, as of 1.36; read once in a JVM, each schema when it is asked for. */
    public static TypeTable builtIn() {
        return BuiltIn.TABLE;
    }

    /** All of them, in the order of discovery. */
    public List<TypeInfo> types() {
        return List.copyOf(types.values());
    }

    /**
     * The type of this name.
     *
     * @param group the API group; empty for core
     * @return empty if there is none
     */
    public Optional<TypeInfo> find(String group, String version, String plural) {
        return Optional.ofNullable(types.get(new Name(group, version, plural)));
    }

    private record Name(String group, String version, String plural) {
        static Name of(ResourceType type) {
            return new Name(type.group(), type.version(), type.plural());
        }
    }

    private static final class BuiltIn {
        static final TypeTable TABLE = TypeFacts.read();
    }
}
