package io.kubefed.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kubefed.apiserver.type.GoText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of a merged list. Items that the patch names come in its order, the others in theirs; an item of the others goes before the
 * first named one that stood behind it in the live list, searched from where the last one went.
 */
final class ElementOrder {

    private ElementOrder() {}

    /**
     * @param order what the patch names, as items or as objects with the merge key only
     * @param key the merge key; empty for values that are no objects
     */
    static ArrayNode arrange(ArrayNode items, ArrayNode order, ArrayNode live, String key) {
        List<JsonNode> named = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        items.forEach(item -> (position(order, item, key) >= 0 ? named : others).add(item));
        named.sort(Comparator.comparingInt(item -> position(order, item, key)));
        others.sort(Comparator.comparingInt(item -> position(live, item, key)));
        int from = 0;
        for (JsonNode other : others) {
            from = insertionPoint(named, from, other, live, key);
            named.add(from++, other);
        }
        return JsonNodeFactory.instance.arrayNode().addAll(named);
    }

    private static int insertionPoint(List<JsonNode> named, int from, JsonNode other, ArrayNode live, String key) {
        int position = position(live, other, key);
        int index = from;
        while (index < named.size() && position(live, named.get(index), key) <= position) {
            index++;
        }
        return index;
    }

    private static int position(ArrayNode list, JsonNode item, String key) {
        return ListMerge.indexOf(list, key, identity(item, key));
    }

    private static @Nullable JsonNode identity(JsonNode item, String key) {
        return key.isEmpty() ? item : item.get(key);
    }

    /** @throws PatchException if the items of the patch stand in another order than it states */
    static void check(ArrayNode patch, ArrayNode order, String key) {
        int last = -1;
        for (JsonNode item : patch) {
            if (item.has(Directives.PATCH)) {
                continue;
            }
            int position = position(order, item, key);
            if (position < last || position < 0) {
                throw PatchException.unforeseen("The order in patch list:\n" + GoText.of(patch)
                        + "\n doesn't match $setElementOrder list:\n" + GoText.of(order) + "\n");
            }
            last = position;
        }
    }
}
