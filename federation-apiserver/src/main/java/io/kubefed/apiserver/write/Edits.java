package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.patch.JsonPatch;
import io.kubefed.apiserver.patch.MergePatch;
import io.kubefed.apiserver.patch.PatchException;
import io.kubefed.apiserver.patch.StrategicMergePatch;
import io.kubefed.apiserver.request.MediaRange;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.type.Schema;
import java.io.IOException;

/** The edit that a PATCH asks for, by its media type. */
final class Edits {

    private static final String CUSTOM_FORMATS =
            "the body of the request was in an unknown format - accepted media types include: application/json-patch+json,"
                    + " application/merge-patch+json, application/apply-patch+yaml";

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
    static Edit of(Request request, Target target) {
        return switch (mediaType(request)) {
            case "application/json-patch+json" -> {
                JsonNode patch = tree(request, "error decoding patch: ");
                yield live -> result(JsonPatch.apply(live, patch));
            }
            case "application/merge-patch+json" -> {
                JsonNode patch = tree(request, "error decoding patch: ");
                yield live -> result(MergePatch.apply(live, patch));
            }
            case "application/strategic-merge-patch+json" -> strategic(request, target);
            default -> throw Refusal.unsupportedPatch();
        };
    }

    private static Edit strategic(Request request, Target target) {
        if (target.resource().custom() && !target.subresource().equals("scale")) {
            throw Refusal.unsupportedMediaType(CUSTOM_FORMATS);
        }
        Schema schema = target.subresource().equals("scale")
                ? Schema.UNTYPED
                : target.resource().schema();
        JsonNode patch = tree(request, "");
        return live -> result(StrategicMergePatch.apply(live, patch, schema));
    }

    /** The writer's own: a patch shares what stayed. */
    private static ObjectNode result(ObjectNode patched) {
        return patched.deepCopy();
    }

    /** The refusal that a failed patch is answered with. */
    static Refusal refusal(PatchException failed) {
        return switch (failed.code()) {
            case 400 -> Refusal.badRequest(failed.getMessage());
            case 413 -> Refusal.tooLarge(failed.getMessage());
            case 422 -> Refusal.unprocessable();
            default -> Refusal.withoutReason(failed.getMessage());
        };
    }

    private static JsonNode tree(Request request, String prefix) {
        try {
            JsonNode tree = Json.read(request.body());
            if (tree.isMissingNode()) {
                throw Refusal.badRequest(prefix + "unexpected end of JSON input");
            }
            return tree;
        } catch (IOException e) {
            throw Refusal.badRequest(prefix + Bodies.words(e));
        }
    }
}
