package io.kubefed.apiserver.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON trees. A tree that was stored or handed on is a value: whoever changes it copies it first. */
public final class Json {

    // Field names are data (ConfigMap keys, managedFields paths): interning and symbol tables would grow without bound.
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    // Without the table of names Jackson decodes the text first and counts characters. It drops a table that grows
    // beyond 6,000.
    private static final JsonFactory BY_BYTES = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final Comparator<JsonNode> BY_VALUE = Json::compare;

    private Json() {}

    /** An empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Reads one value.
     *
     * @throws IOException if the bytes are not exactly one JSON value
     */
    public static JsonNode read(byte[] bytes) throws IOException {
        return MAPPER.readTree(bytes);
    }

    /** Reads JSON token by token, and knows at which byte it is. */
    public static JsonParser parser(byte[] bytes) throws IOException {
        return BY_BYTES.createParser(bytes);
    }

    /** The tree in UTF-8, on one line, fields in the order of the tree. */
    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree always serialises", e);
        }
    }

    /** The tree in UTF-8, indented for people. */
    public static byte[] prettyBytes(JsonNode tree) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree always serialises", e);
        }
    }

    /** The object under {@code field}, or null if there is none. */
    public static @Nullable ObjectNode child(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode object ? object : null;
    }

    /** The object under {@code field}, made if there is none. */
    public static ObjectNode childOrNew(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode object ? object : parent.putObject(field);
    }

    /** A text as a JSON string. */
    public static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    /** The text at a path of fields, or empty. */
    public static String text(JsonNode tree, String... path) {
        JsonNode node = tree;
        for (String field : path) {
            node = node.path(field);
        }
        return node.asText("");
    }

    /** Whether two trees say the same; numbers are compared by value, members without order. */
    public static boolean same(JsonNode one, JsonNode other) {
        return one == other || one.equals(BY_VALUE, other);
    }

    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }
}
