package io.kubefed.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.GoText;
import io.kubefed.apiserver.type.JsonEquality;
import org.jspecify.annotations.Nullable;

/**
 * JSON patch, as kube-apiserver takes it: {@code replace} adds a member that is not there, an index may count from the end, and the
 * whole object is no target.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
public final class JsonPatch {

    private static final int MOST_OPERATIONS = 10_000;
    private static final long MOST_COPIED_CHARACTERS = 3L * 1024 * 1024;

    private final ObjectNode object;
    private long copied;

    private JsonPatch(ObjectNode object) {
        this.object = object;
    }

    /**
     * What becomes of an object. Neither tree is changed.
     *
     * @throws PatchException 400 if the patch is no array, 413 if it asks for too much, 422 if an operation fails
     */
    public static ObjectNode apply(ObjectNode object, JsonNode patch) {
        if (!patch.isArray()) {
            throw PatchException.malformed("error decoding patch: json: cannot unmarshal " + GoText.kind(patch)
                    + " into Go value of type []handlers.jsonPatchOp");
        }
        for (JsonNode operation : patch) {
            if (!operation.isObject() && !operation.isNull()) {
                throw PatchException.malformed("error decoding patch: json: cannot unmarshal " + GoText.kind(operation)
                        + " into Go value of type handlers.jsonPatchOp");
            }
        }
        if (patch.size() > MOST_OPERATIONS) {
            throw PatchException.tooLarge(
                    "The allowed maximum operations in a JSON patch is " + MOST_OPERATIONS + ", got " + patch.size());
        }
        JsonPatch run = new JsonPatch(object.deepCopy());
        patch.forEach(run::operate);
        return run.object;
    }

    private void operate(JsonNode operation) {
        JsonPlace place = place(operation, "path");
        switch (operation.path("op").asText()) {
            case "add" -> place.add(value(operation));
            case "replace" -> place.replace(value(operation));
            case "remove" -> place.remove();
            case "move" -> {
                JsonPlace from = place(operation, "from");
                JsonNode moved = from.get();
                from.remove();
                // Taking something out of a list moves what is behind it.
                place(operation, "path").add(moved);
            }
            case "copy" -> place.add(copy(place(operation, "from").get()));
            case "test" -> test(place.find(), operation.path("value"));
            default -> throw PatchException.unprocessable();
        }
    }

    private JsonPlace place(JsonNode operation, String name) {
        if (!operation.path(name).isTextual()) {
            throw PatchException.unprocessable();
        }
        return JsonPlace.find(object, operation.get(name).asText());
    }

    private static JsonNode value(JsonNode operation) {
        JsonNode value = operation.get("value");
        return value == null ? JsonNodeFactory.instance.nullNode() : value.deepCopy();
    }

    private JsonNode copy(JsonNode value) {
        copied += value.toString().length();
        if (copied > MOST_COPIED_CHARACTERS) {
            throw PatchException.tooLarge("Unable to complete the copy, the accumulated size increase of copy is "
                    + copied + ", exceeding the limit " + MOST_COPIED_CHARACTERS);
        }
        return value.deepCopy();
    }

    /** What is not there equals null. */
    private static void test(@Nullable JsonNode found, JsonNode expected) {
        boolean nothing = expected.isMissingNode() || expected.isNull();
        boolean same = found == null || found.isNull() ? nothing : JsonEquality.same(found, expected);
        if (!same) {
            throw PatchException.unprocessable();
        }
    }
}
