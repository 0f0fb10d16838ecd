package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.type.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The items of a list that is shared by item, by what tells them apart. What cannot be an item is left out. */
final class ListItems {

    private ListItems() {}

    /** Items in their order; more than one under a step if they cannot be told apart. An absent list has none. */
    static Map<PathElement, List<JsonNode>> of(@Nullable JsonNode list, Schema schema) {
        Map<PathElement, List<JsonNode>> items = new LinkedHashMap<>();
        if (list != null && list.isArray()) {
            for (JsonNode item : list) {
                step(item, schema)
                        .ifPresent(step -> items.computeIfAbsent(step, key -> new ArrayList<>(1))
                                .add(item));
            }
        }
        return items;
    }

    /** What tells the item apart in its list; empty for null in a set, and for what is no object where there are keys. */
    static Optional<PathElement> step(JsonNode item, Schema schema) {
        if (schema.shape() == Schema.Shape.LIST_SET) {
            return item.isNull() ? Optional.empty() : Optional.of(PathElement.value(item));
        }
        if (!item.isObject()) {
            return Optional.empty();
        }
        Map<String, JsonNode> values = new TreeMap<>();
        for (String key : schema.keys()) {
            JsonNode value = item.hasNonNull(key)
                    ? item.get(key)
                    : missing(schema.items().field(key));
            if (value != null) {
                values.put(key, value);
            }
        }
        return Optional.of(PathElement.key(values));
    }

    private static @Nullable JsonNode missing(Schema key) {
        return key.defaultValue() != null ? key.defaultValue() : key.zero();
    }
}
