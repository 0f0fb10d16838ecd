package io.kubefed.apiserver.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Refusal;
import java.io.IOException;
import java.util.Base64;

/**
 * Where the next page of a list begins.
 *
 * @param revision the moment of the first page; -1 for the newest
 * @param from the first key of the next page
 */
record ContinueToken(long revision, String from) {

    private static final String VERSION = "meta.k8s.io/v1";

    /** The token behind a key. */
    static ContinueToken behind(String key, long revision) {
        return new ContinueToken(revision, key + "\0");
    }

    /** As text, relative to the prefix of the collection. */
    String text(String prefix) {
        JsonNode tree =
                Json.object().put("v", VERSION).put("rv", revision).put("start", from.substring(prefix.length() - 1));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(tree));
    }

    /**
     * Reads a token.
     *
     * @throws Refusal with 400 if it is none
     */
    static ContinueToken parse(String text, String prefix) {
        try {
            JsonNode tree = Json.read(Base64.getUrlDecoder().decode(text));
            String start = tree.path("start").asText("");
            long revision = tree.path("rv").asLong(0);
            if (!VERSION.equals(tree.path("v").asText()) || !start.startsWith("/") || revision == 0) {
                throw refused("incorrect encoded start resourceVersion or version (version meta.k8s.io/v1)");
            }
            return new ContinueToken(revision, prefix + start.substring(1));
        } catch (IllegalArgumentException | IOException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static Refusal refused(String why) {
        return Refusal.badRequest("invalid continue token: continue key is not valid: " + why);
    }
}
