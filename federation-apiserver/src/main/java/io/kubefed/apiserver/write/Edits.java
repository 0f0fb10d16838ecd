package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.MediaRange;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import java.io.IOException;

/** The edit that a PATCH asks for, by its media type. */
final class Edits {

    private Edits() {}

    /** Whether the request is a server-side apply. */
    static boolean isApply(Request request) {
        return mediaType(request).equals("application/apply-patch+yaml");
    }

    private static String mediaType(Request request) {
        return MediaRange.parse(request.contentType()).type();
    }

    /**
     * The edit of a patch that is no apply.
     *
     * @throws Refusal if there is no such patch, for this type, or its body cannot be read
     */
    static Edit of(Request request) {
        return switch (mediaType(request)) {
            case "application/merge-patch+json" -> merge(tree(request));
            default -> throw Refusal.unsupportedMediaType("415: Unsupported Media Type");
        };
    }

    private static Edit merge(JsonNode patch) {
        if (!(patch instanceof ObjectNode members)) {
            throw Refusal.badRequest("error decoding patch: json: cannot unmarshal " + Bodies.goType(patch)
                    + " into Go value of type map[string]interface {}");
        }
        return live -> {
            ObjectNode copy = live.deepCopy();
            merge(copy, members);
            return copy;
        };
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties().forEach(member -> {
            if (member.getValue().isNull()) {
                into.remove(member.getKey());
            } else if (member.getValue() instanceof ObjectNode deeper) {
                merge(Json.childOrNew(into, member.getKey()), deeper);
            } else {
                into.set(member.getKey(), member.getValue());
            }
        });
    }

    private static JsonNode tree(Request request) {
        try {
            JsonNode tree = Json.read(request.body());
            if (tree.isMissingNode()) {
                throw Refusal.badRequest("error decoding patch: unexpected end of JSON input");
            }
            return tree;
        } catch (IOException e) {
            throw Refusal.badRequest(
                    "error decoding patch: " + String.valueOf(e.getMessage()).split("\n", 2)[0]);
        }
    }
}
