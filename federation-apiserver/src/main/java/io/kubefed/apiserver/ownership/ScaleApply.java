package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is particular about an apply through {@code scale}: kube-apiserver shows it nothing of the object but the count, and of the
 * entries only those that own it.
 */
final class ScaleApply {

    /** The version of the body, which conflicts are reported in. */
    static final String API_VERSION = "autoscaling/v1";

    private ScaleApply() {}

    /** A count that nobody owns belongs to who was there before. */
    static void giveToWhoWasThere(
            Holdings holdings, ObjectNode live, FieldSet count, String name, FieldManager manager) {
        if (holdings.all().intersection(count).isEmpty() && !isZero(live, count)) {
            FieldManager before = new FieldManager(name, manager.apiVersion(), manager.subresource());
            holdings.put(Owner.updating(before), new Holding(count, manager.apiVersion(), null));
        }
    }

    /** Whether all these counts are 0, which looks like none at all. Counts are reached by members only. */
    static boolean isZero(JsonNode value, FieldSet counts) {
        return counts.children().entrySet().stream().allMatch(entry -> {
            JsonNode part = value.path(entry.getKey().name());
            return part.isObject() ? isZero(part, entry.getValue()) : part.asInt() == 0;
        });
    }

    /** An apply of nothing: the count that the manager owned falls to 0, and its entry stays. */
    static ObjectNode zeroed(ObjectNode live, Holdings holdings, FieldManager manager) {
        Holding holding = holdings.get(Owner.applying(manager));
        return holding == null ? live : (ObjectNode) zeroed(live, holding.fields());
    }

    private static JsonNode zeroed(JsonNode value, FieldSet counts) {
        if (!value.isObject()) {
            return JsonNodeFactory.instance.numberNode(0);
        }
        ObjectNode zeroed = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) value);
        counts.children().forEach((step, below) -> zeroed.set(step.name(), zeroed(value.path(step.name()), below)));
        return zeroed;
    }
}
