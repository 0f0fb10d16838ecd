package io.kubefed.e2e.differential;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as a corpus writes it: {@code VERB PATH}, with words in between and behind: {@code PATCH merge /path as table}.
 *
 * <p>{@code {ns}} stands for the namespace of the scenario, {@code {rv1}} and {@code {uid1}} for version and uid in the answer to its first step.
 * {@code WAIT} asks until the answer is 200, and compares nothing.
 *
 * @param method the verb
 * @param contentType of the body
 * @param path path and query
 * @param accept what is wanted
 * @param body what is sent: text as it is, all else as JSON; after {@code base64} or {@code hex} the bytes that it spells
 */
record Step(String method, String contentType, String path, String accept, String encoding, String body) {

    private static final Map<String, String> TYPES = Map.of(
            "merge", "application/merge-patch+json",
            "json", "application/json-patch+json",
            "strategic", "application/strategic-merge-patch+json",
            "apply", "application/apply-patch+yaml",
            "yaml", "application/yaml",
            "protobuf", "application/vnd.kubernetes.protobuf",
            "untyped", "");
    private static final Map<String, String> FORMS = Map.of(
            "table",
            "application/json;as=Table;v=v1;g=meta.k8s.io",
            "metadata",
            "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
            "metadatalist",
            "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io",
            "yaml",
            "application/yaml");

    static Step of(String words, @Nullable JsonNode body) {
        List<String> parts = new ArrayList<>(Arrays.asList(words.split(" ", -1)));
        String method = parts.remove(0);
        String type = body == null ? "" : "application/json";
        String encoding = "";
        while (!parts.get(0).startsWith("/")) {
            String word = parts.remove(0);
            if (word.equals("base64") || word.equals("hex")) {
                encoding = word;
            } else {
                type = TYPES.getOrDefault(word, word);
            }
        }
        String path = parts.remove(0);
        String accept = parts.isEmpty() ? "" : String.join(" ", parts.subList(1, parts.size()));
        return new Step(
                method,
                type,
                path,
                FORMS.getOrDefault(accept, accept),
                encoding,
                body == null ? "" : body.isTextual() ? body.asText() : body.toString());
    }

    /** The request, with names in place of their marks. */
    Call call(Map<String, String> names) {
        return new Call(method, filled(path, names), contentType, accept, bytes(filled(body, names)));
    }

    private byte[] bytes(String text) {
        return switch (encoding) {
            case "base64" -> Base64.getDecoder().decode(text);
            case "hex" -> java.util.HexFormat.of().parseHex(text);
            default -> text.getBytes(StandardCharsets.UTF_8);
        };
    }

    private static String filled(String text, Map<String, String> names) {
        String filled = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }

    boolean waits() {
        return method.equals("WAIT");
    }

    @Override
    public String toString() {
        return method + " " + contentType + " " + path + (accept.isEmpty() ? "" : " as " + accept) + " " + body;
    }
}
