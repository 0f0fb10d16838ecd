package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The wire form of a {@link FieldSet}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/#System">FieldsV1</a>
 */
final class FieldsV1 {

    private static final String SELF = ".";

    private FieldsV1() {}

    static ObjectNode encode(FieldSet set) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        set.children().forEach((step, child) -> {
            ObjectNode below = encode(child);
            json.set(step.encoded(), child.member() && !below.isEmpty() ? withSelf(below) : below);
        });
        return json;
    }

    private static ObjectNode withSelf(ObjectNode below) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject(SELF);
        return json.setAll(below);
    }

    /** Empty if it is no field set. */
    static Optional<FieldSet> decode(JsonNode json) {
        return json.isObject() ? decode(json, false) : Optional.empty();
    }

    private static Optional<FieldSet> decode(JsonNode json, boolean member) {
        SortedMap<PathElement, FieldSet> children = new TreeMap<>();
        for (var entry : json.properties()) {
            if (entry.getKey().equals(SELF)) {
                continue;
            }
            Optional<PathElement> step = PathElement.decode(entry.getKey());
            JsonNode below = entry.getValue();
            Optional<FieldSet> child = below.isObject() && step.isPresent()
                    ? decode(below, below.isEmpty() || below.has(SELF))
                    : Optional.empty();
            if (child.isEmpty()) {
                return Optional.empty();
            }
            children.put(step.get(), child.get());
        }
        return Optional.of(FieldSet.of(member, children));
    }
}
