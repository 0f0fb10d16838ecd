package io.kubefed.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.GoText;
import io.kubefed.apiserver.type.Schema;

/**
 * Strategic merge patch: a merge patch that knows how lists are merged, and that may say so itself.
 *
 * <p>Of one object: {@code $patch} replaces or empties it, {@code $retainKeys} drops members. Then come lists whose order the patch
 * states ({@code $setElementOrder/ports}), then all other members, {@code $deleteFromPrimitiveList/finalizers} among them.
 *
 * @see <a href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md">Strategic merge patch</a>
 */
public final class StrategicMergePatch {

    private StrategicMergePatch() {}

    /**
     * What becomes of an object. Neither tree is changed.
     *
     * @throws PatchException 400 if the patch is no object, 500 if it cannot be followed
     */
    public static ObjectNode apply(ObjectNode object, JsonNode patch, Schema schema) {
        if (!(patch instanceof ObjectNode members)) {
            throw PatchException.malformed(
                    "json: cannot unmarshal " + GoText.kind(patch) + " into Go value of type map[string]interface {}");
        }
        return merge(object, members, schema);
    }

    static ObjectNode merge(ObjectNode object, ObjectNode patch, Schema schema) {
        Directives.checkMap(patch);
        if (Directives.replaces(patch)) {
            ObjectNode replacement = patch.deepCopy();
            replacement.remove(Directives.PATCH);
            return (ObjectNode) Directives.stripped(replacement);
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        if (Directives.deletes(patch)) {
            return merged;
        }
        merged.setAll(object);
        Directives.retainKeys(merged, patch);
        for (var member : patch.properties()) {
            if (member.getKey().startsWith(Directives.ORDER)) {
                String name = member.getKey().substring(Directives.ORDER.length());
                order(merged, patch, name, member.getValue(), schema.field(name));
            }
        }
        for (var member : patch.properties()) {
            member(merged, patch, member.getKey(), member.getValue(), schema);
        }
        return merged;
    }

    private static void order(ObjectNode merged, ObjectNode patch, String name, JsonNode order, Schema schema) {
        JsonNode live = merged.path(name);
        JsonNode patched = patch.path(name);
        if (!order.isArray() || !live.isArray() && !patched.isArray()) {
            return;
        }
        ArrayNode old = live instanceof ArrayNode list ? list : JsonNodeFactory.instance.arrayNode();
        ArrayNode now = patched instanceof ArrayNode list ? list : JsonNodeFactory.instance.arrayNode();
        ElementOrder.check(now, (ArrayNode) order, schema.patchMergeKey());
        ArrayNode items = old.isEmpty() ? (ArrayNode) Directives.stripped(now) : ListMerge.items(old, now, schema);
        merged.set(name, ElementOrder.arrange(items, (ArrayNode) order, old, schema.patchMergeKey()));
    }

    private static void member(ObjectNode merged, ObjectNode patch, String key, JsonNode value, Schema schema) {
        if (key.startsWith(Directives.DELETE_FROM)) {
            String name = key.substring(Directives.DELETE_FROM.length());
            if (merged.get(name) instanceof ArrayNode list && value.isArray()) {
                merged.set(name, ListMerge.without(list, value));
            }
        } else if (!Directives.isDirective(key) && !(patch.has(Directives.ORDER + key) && value.isArray())) {
            merge(merged, key, value, schema.field(key));
        }
    }

    private static void merge(ObjectNode merged, String key, JsonNode value, Schema schema) {
        JsonNode old = merged.get(key);
        if (value.isNull()) {
            merged.remove(key);
        } else if (value instanceof ObjectNode members && old instanceof ObjectNode object && !replaces(schema)) {
            merged.set(key, merge(object, members, schema));
        } else if (value instanceof ArrayNode items && old instanceof ArrayNode list && merges(schema)) {
            merged.set(key, ListMerge.merge(list, items, schema));
        } else {
            merged.set(key, Directives.stripped(value));
        }
    }

    private static boolean replaces(Schema schema) {
        return schema.patchStrategies().contains("replace");
    }

    private static boolean merges(Schema schema) {
        return schema.patchStrategies().contains("merge");
    }
}
