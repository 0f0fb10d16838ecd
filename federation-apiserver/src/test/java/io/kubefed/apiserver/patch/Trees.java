package io.kubefed.apiserver.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Trees for tests, written as YAML. */
final class Trees {

    private static final YAMLMapper YAML = new YAMLMapper();

    private Trees() {}

    static JsonNode tree(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    static ObjectNode object(String yaml) {
        return (ObjectNode) tree(yaml);
    }
}
