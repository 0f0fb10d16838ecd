package io.kubefed.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.GoText;
import io.kubefed.apiserver.type.JsonEquality;
import io.kubefed.apiserver.type.Schema;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Merges a list of a strategic merge patch into a live one: objects by their merge key, other values as a set. */
final class ListMerge {

    private ListMerge() {}

    /** The merged list, patched items in the order of the patch. */
    static ArrayNode merge(ArrayNode live, ArrayNode patch, Schema schema) {
        if (live.isEmpty() && patch.isEmpty()) {
            return live;
        }
        ArrayNode items = items(live, patch, schema);
        ArrayNode order = JsonNodeFactory.instance.arrayNode();
        patch.forEach(item -> {
            if (!item.has(Directives.PATCH)) {
                order.add(item);
            }
        });
        return ElementOrder.arrange(items, order, live, schema.patchMergeKey());
    }

    /** The merged items: live ones first, then new ones. */
    static ArrayNode items(ArrayNode live, ArrayNode patch, Schema schema) {
        boolean objects = (live.isEmpty() ? patch : live).path(0).isObject();
        return objects ? objects(live, patch, schema) : values(live, patch);
    }

    private static ArrayNode values(ArrayNode live, ArrayNode patch) {
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        live.forEach(item -> addOnce(merged, item));
        patch.forEach(item -> addOnce(merged, item));
        return merged;
    }

    private static void addOnce(ArrayNode list, JsonNode item) {
        if (!contains(list, item)) {
            list.add(item);
        }
    }

    private static boolean contains(JsonNode list, JsonNode item) {
        for (JsonNode other : list) {
            if (JsonEquality.same(other, item)) {
                return true;
            }
        }
        return false;
    }

    /** The values that {@code gone} does not list. */
    static ArrayNode without(ArrayNode list, JsonNode gone) {
        ArrayNode left = JsonNodeFactory.instance.arrayNode();
        list.forEach(item -> {
            if (!contains(gone, item)) {
                left.add(item);
            }
        });
        return left;
    }

    private static ArrayNode objects(ArrayNode live, ArrayNode patch, Schema schema) {
        String key = schema.patchMergeKey();
        if (key.isEmpty()) {
            throw PatchException.unforeseen("cannot merge lists without merge key for " + schema.definition());
        }
        ArrayNode merged = JsonNodeFactory.instance.arrayNode().addAll(live);
        boolean replaces = false;
        for (JsonNode item : patch) {
            Directives.checkItem(item);
            if (Directives.deletes(item)) {
                removeAll(merged, key, keyOf(item, key));
            }
            replaces |= Directives.replaces(item);
        }
        if (replaces) {
            merged.removeAll();
        }
        for (JsonNode item : patch) {
            if (!item.has(Directives.PATCH)) {
                put(merged, key, item, schema, replaces);
            }
        }
        return merged;
    }

    private static void put(ArrayNode merged, String key, JsonNode item, Schema schema, boolean replaces) {
        int index = replaces ? -1 : indexOf(merged, key, keyOf(item, key));
        if (index < 0) {
            merged.add(Directives.stripped(item));
        } else {
            merged.set(
                    index,
                    StrategicMergePatch.merge((ObjectNode) merged.get(index), (ObjectNode) item, schema.items()));
        }
    }

    private static JsonNode keyOf(JsonNode item, String key) {
        JsonNode value = item.get(key);
        if (value == null) {
            throw PatchException.unforeseen("map: " + GoText.of(item) + " does not contain declared merge key: " + key);
        }
        return value;
    }

    private static void removeAll(ArrayNode list, String key, JsonNode value) {
        for (Iterator<JsonNode> items = list.iterator(); items.hasNext(); ) {
            if (JsonEquality.same(items.next().get(key), value)) {
                items.remove();
            }
        }
    }

    /** Where the item with this key is; the size of nothing is -1. */
    static int indexOf(JsonNode list, String key, @Nullable JsonNode value) {
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            if (JsonEquality.same(key.isEmpty() ? item : item.get(key), value)) {
                return i;
            }
        }
        return -1;
    }
}
