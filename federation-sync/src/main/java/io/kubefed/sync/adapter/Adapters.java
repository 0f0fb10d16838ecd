package io.kubefed.sync.adapter;

import io.kubefed.core.model.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All adapters by type; what has none is served by the generic one. */
public final class Adapters {

    private static final TypeAdapter GENERIC = new GenericAdapter();

    private final Map<String, TypeAdapter> byGroupResource;

    private Adapters(Map<String, TypeAdapter> byGroupResource) {
        this.byGroupResource = Map.copyOf(byGroupResource);
    }

    /**
     * These adapters.
     *
     * @throws IllegalArgumentException if two serve one type
     */
    public static Adapters of(List<TypeAdapter> adapters) {
        Map<String, TypeAdapter> map = new HashMap<>();
        for (TypeAdapter adapter : adapters) {
            for (String groupResource : adapter.groupResources()) {
                if (map.put(groupResource, adapter) != null) {
                    throw new IllegalArgumentException("two adapters for " + groupResource);
                }
            }
        }
        return new Adapters(map);
    }

    /** The adapter for a type. */
    public TypeAdapter of(ResourceType type) {
        return byGroupResource.getOrDefault(type.groupResource(), GENERIC);
    }
}
