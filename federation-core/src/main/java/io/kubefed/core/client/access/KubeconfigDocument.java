package io.kubefed.core.client.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubefed.core.error.PermanentException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One kubeconfig, YAML or JSON, as written.
 *
 * @param source how it is called in messages
 * @param directory what its relative paths are relative to
 * @param tree its content
 */
record KubeconfigDocument(String source, Path directory, JsonNode tree) {

    private static final ObjectMapper YAML = new YAMLMapper();

    /** @throws PermanentException if {@code text} is no kubeconfig */
    static KubeconfigDocument parse(String source, Path directory, String text) {
        JsonNode tree;
        try {
            tree = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            // Place and not message: the message quotes the text, which holds secrets.
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new PermanentException(
                    source + " is no YAML: line " + line + " cannot be read; write it anew, for example with"
                            + " kubectl config view --raw --minify --flatten");
        }
        if (!tree.isObject()) {
            throw new PermanentException(
                    source + " is no kubeconfig but " + (tree.isMissingNode() ? "empty" : "a bare value")
                            + "; write it anew, for example with kubectl config view --raw --minify --flatten");
        }
        return new KubeconfigDocument(source, directory, tree);
    }

    /** The {@code body} of the entry called {@code name} in {@code list}; null if there is none. */
    @Nullable JsonNode find(String list, String body, String name) {
        for (JsonNode entry : tree.path(list)) {
            if (name.equals(entry.path("name").asText())) {
                return entry.path(body);
            }
        }
        return null;
    }
}
