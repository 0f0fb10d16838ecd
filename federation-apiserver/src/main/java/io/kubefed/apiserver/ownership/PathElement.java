package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One step from a value to a part of it: a member by name, a list item by its keys, or a set item by its value.
 *
 * <p>Ordered as kube-apiserver writes them: members by name, then items by key values, then items of sets by value.
 */
final class PathElement implements Comparable<PathElement> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final char kind;
    private final String encoded;
    private final JsonNode content;

    private PathElement(char kind, String encoded, JsonNode content) {
        this.kind = kind;
        this.encoded = encoded;
        this.content = content;
    }

    static PathElement field(String name) {
        return new PathElement('f', "f:" + name, TextNode.valueOf(name));
    }

    static PathElement key(Map<String, JsonNode> values) {
        ObjectNode sorted = JsonNodeFactory.instance.objectNode().setAll(new TreeMap<>(values));
        return new PathElement('k', "k:" + sorted, sorted);
    }

    static PathElement value(JsonNode value) {
        return new PathElement('v', "v:" + value, value);
    }

    /** Reads what {@link #encoded} writes; empty if it is something else. */
    static Optional<PathElement> decode(String text) {
        if (text.startsWith("f:")) {
            return Optional.of(field(text.substring(2)));
        }
        try {
            if (text.startsWith("v:")) {
                return Optional.of(value(JSON.readTree(text.substring(2))));
            }
            if (text.startsWith("k:") && JSON.readTree(text.substring(2)) instanceof ObjectNode keys) {
                Map<String, JsonNode> values = new TreeMap<>();
                keys.properties().forEach(key -> values.put(key.getKey(), key.getValue()));
                return Optional.of(key(values));
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    boolean isField() {
        return kind == 'f';
    }

    /** The name of the member; only of fields. */
    String name() {
        return content.textValue();
    }

    /** As in {@code fieldsV1}: {@code f:name}, {@code k:{"name":"c"}}, {@code v:"x"}. */
    String encoded() {
        return encoded;
    }

    @Override
    public int compareTo(PathElement other) {
        if (kind != other.kind) {
            return Character.compare(kind, other.kind);
        }
        return kind == 'k' ? compareKeys(content, other.content) : compareValues(content, other.content);
    }

    private static int compareKeys(JsonNode left, JsonNode right) {
        List<Map.Entry<String, JsonNode>> lefts = new ArrayList<>(left.properties());
        List<Map.Entry<String, JsonNode>> rights = new ArrayList<>(right.properties());
        for (int i = 0; i < Math.min(lefts.size(), rights.size()); i++) {
            int byName = lefts.get(i).getKey().compareTo(rights.get(i).getKey());
            int byEither = byName != 0
                    ? byName
                    : compareValues(lefts.get(i).getValue(), rights.get(i).getValue());
            if (byEither != 0) {
                return byEither;
            }
        }
        return Integer.compare(lefts.size(), rights.size());
    }

    private static int compareValues(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        if (left.isTextual() && right.isTextual()) {
            return left.textValue().compareTo(right.textValue());
        }
        int byType = Integer.compare(rank(left), rank(right));
        return byType != 0 ? byType : left.toString().compareTo(right.toString());
    }

    private static int rank(JsonNode value) {
        return value.isNumber() ? 0 : value.isTextual() ? 1 : value.isBoolean() ? 2 : 3;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathElement element && encoded.equals(element.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    /** As in messages: {@code .name}, {@code [name="c"]}, {@code [="x"]}. */
    @Override
    public String toString() {
        if (kind == 'f') {
            return "." + content.textValue();
        }
        if (kind == 'v') {
            return "[=" + content + "]";
        }
        List<String> keys = new ArrayList<>();
        content.properties().forEach(key -> keys.add(key.getKey() + "=" + key.getValue()));
        return "[" + String.join(",", keys) + "]";
    }
}
