package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.type.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lays an applied value over a live one: what is applied wins, what is not mentioned stays.
 *
 * <p>Items of a shared list come in the order in which they are applied; an item that is only live keeps its place before the next live
 * item that was not moved.
 */
final class Merge {

    private Merge() {}

    static JsonNode of(JsonNode live, JsonNode applied, Schema schema) {
        return switch (Division.of(schema, applied.isNull() ? live : applied)) {
            case WHOLE -> applied;
            case BY_MEMBER ->
                live.isObject() && !(live.isEmpty() && applied.isEmpty())
                        ? members((ObjectNode) live, applied, schema)
                        : applied;
            case BY_ITEM ->
                live.isArray() && !(live.isEmpty() && applied.isEmpty())
                        ? items((ArrayNode) live, applied, schema)
                        : applied;
        };
    }

    private static JsonNode members(ObjectNode live, JsonNode applied, Schema schema) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode().setAll(live);
        for (var member : applied.properties()) {
            JsonNode old = live.get(member.getKey());
            merged.set(
                    member.getKey(),
                    old == null ? member.getValue() : of(old, member.getValue(), schema.field(member.getKey())));
        }
        return merged;
    }

    private static JsonNode items(ArrayNode live, JsonNode applied, Schema schema) {
        Map<PathElement, List<JsonNode>> lives = ListItems.of(live, schema);
        Map<PathElement, List<JsonNode>> applies = ListItems.of(applied, schema);
        List<PathElement> order = List.copyOf(applies.keySet());
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        int next = 0;
        for (JsonNode item : live) {
            Optional<PathElement> step = ListItems.step(item, schema).filter(applies::containsKey);
            int shared = nextShared(order, next, lives);
            if (step.isEmpty()) {
                merged.add(item);
            } else if (shared < order.size() && step.get().equals(order.get(shared))) {
                order.subList(next, shared + 1).forEach(each -> merged.add(item(each, lives, applies, schema)));
                next = shared + 1;
            }
        }
        order.subList(next, order.size()).forEach(each -> merged.add(item(each, lives, applies, schema)));
        return merged;
    }

    /** Where the next applied item is that is live too; the size if there is none. */
    private static int nextShared(List<PathElement> order, int from, Map<PathElement, List<JsonNode>> lives) {
        int index = from;
        while (index < order.size() && !lives.containsKey(order.get(index))) {
            index++;
        }
        return index;
    }

    /** What cannot be told apart in the live list is replaced. */
    private static JsonNode item(
            PathElement step,
            Map<PathElement, List<JsonNode>> lives,
            Map<PathElement, List<JsonNode>> applies,
            Schema schema) {
        JsonNode applied = applies.getOrDefault(step, List.of()).get(0);
        List<JsonNode> live = lives.getOrDefault(step, List.of());
        return live.size() == 1 ? of(live.get(0), applied, schema.items()) : applied;
    }
}
