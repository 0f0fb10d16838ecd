package io.kubefed.e2e.differential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a server answered.
 *
 * @param warnings the Warning headers in order
 */
@SuppressWarnings("ArrayRecordComponent") // Read once.
record Reply(int status, String contentType, List<String> warnings, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The body as one value; lines of JSON, as watches have them, as an array; all else as text. */
    JsonNode tree() {
        String text = new String(body, StandardCharsets.UTF_8);
        if (!contentType.startsWith("application/json")) {
            return TextNode.valueOf(text);
        }
        try {
            ArrayNode values = JSON.createArrayNode();
            try (var iterator = JSON.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
                while (iterator.hasNextValue()) {
                    values.add(iterator.nextValue());
                }
            }
            return values.size() == 1 ? values.get(0) : values;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
