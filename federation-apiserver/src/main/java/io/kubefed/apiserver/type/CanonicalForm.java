package io.kubefed.apiserver.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form in which kube-apiserver holds and shows an object, whatever the client wrote: a declared field that is JSON null is absent unless it
 * is nullable, what its structures do not write when empty is left out, what they cannot lack is there, and a quantity has its
 * shortest form.
 *
 * <p>Custom types know nothing of the last two. Defaults that depend on more than the place are not filled in here.
 */
public final class CanonicalForm {

    private CanonicalForm() {}

    /**
     * The canonical form of a whole object.
     *
     * @return {@code object} itself if it is in this form already; parts that are in this form are shared
     */
    public static ObjectNode of(ObjectNode object, Schema schema) {
        return (ObjectNode) value(object, schema);
    }

    private static JsonNode value(JsonNode value, Schema schema) {
        if (value.isObject()) {
            return schema.shape() == Schema.Shape.UNTYPED ? value : object((ObjectNode) value, schema);
        }
        if (value.isArray()) {
            return schema.items() == Schema.UNTYPED ? value : list((ArrayNode) value, schema.items());
        }
        return schema.definition().equals(Quantity.DEFINITION) ? Quantity.canonical(value) : value;
    }

    private static JsonNode object(ObjectNode object, Schema schema) {
        ObjectNode changed = null;
        for (var member : object.properties()) {
            Schema field = schema.field(member.getKey());
            JsonNode kept = member(member.getValue(), field, schema.fields().contains(member.getKey()));
            if (kept != member.getValue()) {
                changed = changed == null ? shallowCopy(object) : changed;
                put(changed, member.getKey(), kept);
            }
        }
        for (String name : schema.fields()) {
            JsonNode zero = schema.field(name).zero();
            if (zero != null && !(changed == null ? object : changed).has(name)) {
                changed = changed == null ? shallowCopy(object) : changed;
                changed.set(name, value(zero.deepCopy(), schema.field(name)));
            }
        }
        return changed == null ? object : changed;
    }

    private static @Nullable JsonNode member(JsonNode value, Schema field, boolean declared) {
        if (value.isNull()) {
            return declared ? nullField(value, field) : field.zero() == null ? value : field.zero();
        }
        JsonNode kept = value(value, field);
        return declared && field.omitsEmpty() && isEmpty(kept) ? null : kept;
    }

    private static @Nullable JsonNode nullField(JsonNode value, Schema field) {
        JsonNode zero = field.zero();
        return field.nullable() || zero != null && zero.isNull() ? value : null;
    }

    private static boolean isEmpty(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, ARRAY -> value.isEmpty();
            case STRING -> value.textValue().isEmpty();
            case NUMBER -> value.decimalValue().signum() == 0;
            case BOOLEAN -> !value.booleanValue();
            default -> false;
        };
    }

    private static JsonNode list(ArrayNode list, Schema items) {
        List<JsonNode> kept = new ArrayList<>(list.size());
        boolean changed = false;
        for (JsonNode item : list) {
            JsonNode canonical = value(item, items);
            changed |= canonical != item;
            kept.add(canonical);
        }
        return changed ? JsonNodeFactory.instance.arrayNode(kept.size()).addAll(kept) : list;
    }

    private static ObjectNode shallowCopy(ObjectNode object) {
        return JsonNodeFactory.instance.objectNode().setAll(object);
    }

    private static void put(ObjectNode object, String name, @Nullable JsonNode value) {
        if (value == null) {
            object.remove(name);
        } else {
            object.set(name, value);
        }
    }
}
