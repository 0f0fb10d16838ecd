package io.kubefed.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a JSON pointer leads: a member of an object or an index of a list that exists. What is there may be missing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>
 */
final class JsonPlace {

    private final JsonNode parent;
    private final String step;

    private JsonPlace(JsonNode parent, String step) {
        this.parent = parent;
        this.step = step;
    }

    /** @throws PatchException if there is nothing that could have such a part */
    static JsonPlace find(ObjectNode object, String pointer) {
        List<String> steps = List.of(pointer.split("/", -1));
        if (steps.size() < 2) {
            throw PatchException.unprocessable();
        }
        JsonNode parent = object;
        for (String step : steps.subList(1, steps.size() - 1)) {
            JsonNode next = new JsonPlace(parent, unescaped(step)).find();
            if (next == null || !next.isContainerNode()) {
                throw PatchException.unprocessable();
            }
            parent = next;
        }
        return new JsonPlace(parent, unescaped(steps.get(steps.size() - 1)));
    }

    private static String unescaped(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }

    @Nullable JsonNode find() {
        return parent instanceof ArrayNode list ? list.get(index(list.size() - 1)) : parent.get(step);
    }

    JsonNode get() {
        JsonNode found = find();
        if (found == null) {
            throw PatchException.unprocessable();
        }
        return found;
    }

    void add(JsonNode value) {
        if (parent instanceof ArrayNode list) {
            list.insert(step.equals("-") ? list.size() : index(list.size()), value);
        } else {
            ((ObjectNode) parent).set(step, value);
        }
    }

    void replace(JsonNode value) {
        if (parent instanceof ArrayNode list) {
            list.set(index(list.size() - 1), value);
        } else {
            ((ObjectNode) parent).set(step, value);
        }
    }

    void remove() {
        if (parent instanceof ArrayNode list) {
            list.remove(index(list.size() - 1));
        } else if (((ObjectNode) parent).remove(step) == null) {
            throw PatchException.unprocessable();
        }
    }

    /** A negative index counts from the end: -1 is {@code last}. */
    private int index(int last) {
        try {
            int index = Integer.parseInt(step);
            int counted = index < 0 ? index + last + 1 : index;
            if (counted >= 0 && counted <= last) {
                return counted;
            }
        } catch (NumberFormatException e) {
            throw PatchException.unprocessable();
        }
        throw PatchException.unprocessable();
    }
}
