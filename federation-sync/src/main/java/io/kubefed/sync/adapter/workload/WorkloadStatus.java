package io.kubefed.sync.adapter.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.sync.adapter.TypeAdapter.Copy;
import java.util.List;

/**
 * The status of a workload out of those of its copies: the counts are added up, the conditions are merged.
 *
 * <p>{@code observedGeneration} is the template's generation once every member has it and its controller has seen it (v1 mixed
 * the members' own generations, G-42). A condition holds when it holds everywhere; one that is bad when true holds if it holds
 * anywhere.
 */
final class WorkloadStatus {

    private WorkloadStatus() {}

    /**
     * The whole status.
     *
     * @param counts the fields that are added up; 0 is left out
     */
    static ObjectNode of(KubeObject template, List<Copy> copies, List<String> counts) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        JsonNode before = template.json().path("status");
        long observed = copies.stream().allMatch(WorkloadStatus::settled)
                ? template.generation()
                : before.path("observedGeneration").asLong(0);
        if (observed > 0) {
            status.put("observedGeneration", observed);
        }
        for (String count : counts) {
            int sum = copies.stream().mapToInt(copy -> count(copy, count)).sum();
            if (sum > 0) {
                status.put(count, sum);
            }
        }
        ArrayNode conditions = MergedConditions.of(copies, before.path("conditions"));
        if (!conditions.isEmpty()) {
            status.set("conditions", conditions);
        }
        return status;
    }

    private static boolean settled(Copy copy) {
        return copy.upToDate()
                && copy.status() != null
                && copy.status().path("observedGeneration").asLong(0) >= copy.generation();
    }

    private static int count(Copy copy, String field) {
        return copy.status() == null ? 0 : copy.status().path(field).asInt(0);
    }
}
