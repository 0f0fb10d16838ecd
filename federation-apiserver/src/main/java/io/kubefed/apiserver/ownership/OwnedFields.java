package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.type.Schema;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What somebody who applies a value owns: each leaf, each list item, and each member that is no declared field. A declared field that
 * holds an object is owned through its parts, or by itself when it is empty.
 */
final class OwnedFields {

    private OwnedFields() {}

    static FieldSet of(JsonNode value, Schema schema) {
        return switch (Division.of(schema, value)) {
            case WHOLE -> FieldSet.LEAF;
            case BY_MEMBER -> members(value, schema);
            case BY_ITEM -> items(value, schema);
        };
    }

    private static FieldSet members(JsonNode value, Schema schema) {
        SortedMap<PathElement, FieldSet> children = new TreeMap<>();
        for (var member : value.properties()) {
            FieldSet below = of(member.getValue(), schema.field(member.getKey()));
            boolean itself =
                    isEmptyObject(member.getValue()) || !schema.fields().contains(member.getKey());
            FieldSet.put(children, PathElement.field(member.getKey()), itself ? below.asMember() : below);
        }
        return FieldSet.of(false, children);
    }

    private static boolean isEmptyObject(JsonNode value) {
        return value.isNull() || value.isObject() && value.isEmpty();
    }

    private static FieldSet items(JsonNode value, Schema schema) {
        SortedMap<PathElement, FieldSet> children = new TreeMap<>();
        ListItems.of(value, schema)
                .forEach((step, items) -> items.forEach(
                        item -> children.merge(step, of(item, schema.items()).asMember(), FieldSet::union)));
        return FieldSet.of(false, children);
    }
}
