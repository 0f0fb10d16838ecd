package io.kubefed.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.GoText;
import java.util.HashSet;
import java.util.Set;

/** The members of a strategic merge patch that are no values but say how to merge. */
final class Directives {

    static final String PATCH = "$patch";
    static final String RETAIN_KEYS = "$retainKeys";
    static final String DELETE_FROM = "$deleteFromPrimitiveList/";
    static final String ORDER = "$setElementOrder/";

    private static final String DELETE = "delete";
    private static final String REPLACE = "replace";
    private static final String MERGE = "merge";

    private Directives() {}

    static boolean isDirective(String name) {
        return name.equals(PATCH) || name.equals(RETAIN_KEYS) || name.startsWith(DELETE_FROM) || name.startsWith(ORDER);
    }

    static boolean deletes(JsonNode patch) {
        return patch.path(PATCH).asText().equals(DELETE);
    }

    static boolean replaces(JsonNode patch) {
        return patch.path(PATCH).asText().equals(REPLACE);
    }

    /** @throws PatchException if the patch of a map says something else than delete and replace */
    static void checkMap(ObjectNode patch) {
        if (patch.has(PATCH) && !deletes(patch) && !replaces(patch)) {
            throw unknown(patch);
        }
    }

    /** @throws PatchException if the patch of a list item says something else than delete and replace */
    static void checkItem(JsonNode item) {
        if (!item.has(PATCH) || deletes(item) || replaces(item)) {
            return;
        }
        throw item.get(PATCH).asText().equals(MERGE)
                ? PatchException.unforeseen("merging lists cannot yet be specified in the patch")
                : unknown(item);
    }

    private static PatchException unknown(JsonNode patch) {
        return PatchException.unforeseen(
                "unknown patch type: " + patch.get(PATCH).asText() + " in map: " + GoText.of(patch));
    }

    /** The value that a patch gives something that is not there yet: without directives, and without members that it would remove. */
    static JsonNode stripped(JsonNode value) {
        if (value.isObject()) {
            ObjectNode stripped = JsonNodeFactory.instance.objectNode();
            for (var member : value.properties()) {
                if (!isDirective(member.getKey()) && !member.getValue().isNull()) {
                    stripped.set(member.getKey(), stripped(member.getValue()));
                }
            }
            return stripped;
        }
        if (value.isArray()) {
            ArrayNode stripped = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> {
                if (!deletes(item)) {
                    stripped.add(stripped(item));
                }
            });
            return stripped;
        }
        return value;
    }

    /** Removes what the patch does not list among the members to keep. */
    static void retainKeys(ObjectNode object, ObjectNode patch) {
        if (!patch.has(RETAIN_KEYS)) {
            return;
        }
        Set<String> kept = new HashSet<>();
        patch.get(RETAIN_KEYS).forEach(name -> kept.add(name.asText()));
        for (var member : patch.properties()) {
            if (!isDirective(member.getKey()) && !member.getValue().isNull() && !kept.contains(member.getKey())) {
                throw PatchException.unforeseen("invalid patch format of retainKeys");
            }
        }
        object.retain(kept);
    }
}
