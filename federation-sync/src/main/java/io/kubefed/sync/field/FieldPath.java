package io.kubefed.sync.field;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The path of a field as kube-apiserver writes it: {@code .spec.ports[port=80,protocol="TCP"].name}, {@code .spec.tolerations[0].key}.
 *
 * <p>A name may hold dots and brackets itself, so a path means something only for a given object: of all ways to read it the one
 * that the object has.
 *
 * @param text the path as written
 */
public record FieldPath(String text) {

    private static final Set<String> INDISPENSABLE =
            Set.of(".apiVersion", ".kind", ".metadata", ".metadata.name", ".metadata.namespace", ".metadata.uid");

    /** Checks that there is a text. */
    public FieldPath {
        requireNonNull(text, "text");
    }

    /**
     * Takes the field out of an object.
     *
     * @return whether it was there; false also for what no object can do without
     */
    public boolean removeFrom(ObjectNode object) {
        return !INDISPENSABLE.contains(text) && remove(object, 0);
    }

    private boolean remove(JsonNode node, int at) {
        if (at >= text.length()) {
            return false;
        }
        if (node instanceof ObjectNode object && text.charAt(at) == '.') {
            return removeField(object, at + 1);
        }
        return node instanceof ArrayNode array && text.charAt(at) == '[' && removeBelowItem(array, at);
    }

    private boolean removeField(ObjectNode object, int at) {
        List<String> candidates = StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .filter(name -> text.startsWith(name, at) && isBoundary(at + name.length()))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String name : candidates) {
            int next = at + name.length();
            if (next == text.length()) {
                object.remove(name);
                return true;
            }
            if (remove(object.path(name), next)) {
                return true;
            }
        }
        return false;
    }

    private boolean isBoundary(int at) {
        return at == text.length() || text.charAt(at) == '.' || text.charAt(at) == '[';
    }

    private boolean removeBelowItem(ArrayNode array, int at) {
        int close = ItemSelector.end(text, at);
        if (close < 0) {
            return false;
        }
        JsonNode item = ItemSelector.find(array, text.substring(at + 1, close));
        return item != null && remove(item, close + 1);
    }

    @Override
    public String toString() {
        return text;
    }
}
