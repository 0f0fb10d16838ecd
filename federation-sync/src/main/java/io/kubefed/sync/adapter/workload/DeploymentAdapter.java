package io.kubefed.sync.adapter.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.sync.adapter.TypeAdapter;
import java.util.List;
import java.util.Optional;

/**
 * Deployments: the counts of all copies are added up, the conditions are merged.
 *
 * <p>{@code observedGeneration} is the template's generation once every member has it and its controller has seen it (v1 mixed
 * the members' own generations, G-42). A condition holds when it holds everywhere; {@code Progressing} and
 * {@code ReplicaFailure} name the members that differ.
 */
public final class DeploymentAdapter implements TypeAdapter {

    private static final List<String> COUNTS = List.of(
            "replicas",
            "updatedReplicas",
            "readyReplicas",
            "availableReplicas",
            "unavailableReplicas",
            "terminatingReplicas");

    @Override
    public List<String> groupResources() {
        return List.of("deployments.apps");
    }

    @Override
    public void shape(ObjectNode body) {}

    @Override
    public boolean aggregatesStatus() {
        return true;
    }

    @Override
    public Optional<ObjectNode> aggregate(KubeObject template, List<Copy> copies) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        JsonNode before = template.json().path("status");
        long observed = copies.stream().allMatch(DeploymentAdapter::settled)
                ? template.generation()
                : before.path("observedGeneration").asLong(0);
        if (observed > 0) {
            status.put("observedGeneration", observed);
        }
        for (String count : COUNTS) {
            int sum = copies.stream().mapToInt(copy -> count(copy, count)).sum();
            if (sum > 0) {
                status.put(count, sum);
            }
        }
        ArrayNode conditions = MergedConditions.of(copies, before.path("conditions"));
        if (!conditions.isEmpty()) {
            status.set("conditions", conditions);
        }
        return Optional.of(status);
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
