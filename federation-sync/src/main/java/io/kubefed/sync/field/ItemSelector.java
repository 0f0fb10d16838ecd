package io.kubefed.sync.field;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands in the brackets of a path: the index of an item, or the values of its keys, written as JSON. */
final class ItemSelector {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ItemSelector() {}

    /** Where the bracket that opens at {@code open} closes, those inside of strings not counted; negative if nowhere. */
    static int end(String path, int open) {
        boolean inString = false;
        for (int at = open + 1; at < path.length(); at++) {
            char c = path.charAt(at);
            if (inString && c == '\\') {
                at++;
            } else if (c == '"') {
                inString = !inString;
            } else if (c == ']' && !inString) {
                return at;
            }
        }
        return -1;
    }

    /** The item that is meant, or null if there is none. */
    static @Nullable JsonNode find(ArrayNode array, String selector) {
        if (selector.matches("[0-9]{1,9}")) {
            return array.get(Integer.parseInt(selector));
        }
        Map<String, JsonNode> keys = keys(selector);
        for (JsonNode item : array) {
            if (!keys.isEmpty() && matches(item, keys)) {
                return item;
            }
        }
        return null;
    }

    /** A server fills in the defaults of keys, such as {@code protocol="TCP"}, which the item may lack. */
    private static boolean matches(JsonNode item, Map<String, JsonNode> keys) {
        boolean any = keys.keySet().stream().anyMatch(item::has);
        return any
                && keys.entrySet().stream()
                        .allMatch(key -> !item.has(key.getKey())
                                || item.path(key.getKey()).equals(key.getValue()));
    }

    /** Reads JSON; a missing node if it is none. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException unreadable) {
            return MissingNode.getInstance();
        }
    }

    private static Map<String, JsonNode> keys(String selector) {
        Map<String, JsonNode> keys = new LinkedHashMap<>();
        int from = 0;
        while (from < selector.length()) {
            int equals = selector.indexOf('=', from);
            if (equals < 0) {
                return Map.of();
            }
            int to = endOfValue(selector, equals + 1);
            JsonNode value = json(selector.substring(equals + 1, to));
            if (value.isMissingNode()) {
                return Map.of();
            }
            keys.put(selector.substring(from, equals), value);
            from = to + 1;
        }
        return keys;
    }

    private static int endOfValue(String selector, int from) {
        boolean inString = false;
        int at = from;
        for (; at < selector.length(); at++) {
            char c = selector.charAt(at);
            if (inString && c == '\\') {
                at++;
            } else if (c == '"') {
                inString = !inString;
            } else if (c == ',' && !inString) {
                break;
            }
        }
        return Math.min(at, selector.length());
    }
}
