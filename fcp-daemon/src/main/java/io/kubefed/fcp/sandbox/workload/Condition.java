package io.kubefed.fcp.sandbox.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Conditions of workloads. */
final class Condition {

    private Condition() {}

    /**
     * The condition as it was if nothing of it changed, else a new one.
     *
     * @param touched the field for the time of the last look, which every type calls by another name
     */
    static ObjectNode of(JsonNode before, String type, boolean holds, String reason, String touched, Instant now) {
        String status = holds ? "True" : "False";
        for (JsonNode known : before) {
            boolean same = known.path("type").asText().equals(type)
                    && known.path("status").asText().equals(status)
                    && known.path("reason").asText().equals(reason);
            if (same && known instanceof ObjectNode condition) {
                return condition.deepCopy();
            }
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("status", status)
                .put("reason", reason)
                .put("message", "as the sandbox plays it")
                .put(touched, now.toString())
                .put("lastTransitionTime", now.toString());
    }
}
