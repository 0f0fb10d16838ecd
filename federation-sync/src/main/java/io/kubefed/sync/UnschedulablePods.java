package io.kubefed.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.Condition;
import io.kubefed.core.model.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Counts the pods of a workload that a member's scheduler finds no place for. */
final class UnschedulablePods {

    /** How long a pod may be without a place before that counts. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final ResourceType PODS = new ResourceType("", "v1", "pods", "Pod", true);

    // One page: whether 500 or more find no place makes no difference to what follows soon.
    private static final String PAGE = "500";

    private UnschedulablePods() {}

    /**
     * Asks a member. One request.
     *
     * @param workload a workload whose {@code spec.selector} selects its pods
     * @return emits once; errors if they cannot be read
     */
    static Mono<Integer> count(ClusterClient member, KubeObject workload, Instant now) {
        ApiRequest request = ApiRequest.get(PODS.collectionPath(workload.namespace()))
                .with("labelSelector", selector(workload.json().path("spec").path("selector")))
                .with("fieldSelector", "status.phase=Pending")
                .with("limit", PAGE);
        return member.send(request).map(ApiResponse::object).map(list -> count(list.json(), now));
    }

    private static int count(JsonNode list, Instant now) {
        int count = 0;
        for (JsonNode pod : list.path("items")) {
            boolean leaving = pod.path("metadata").hasNonNull("deletionTimestamp");
            for (JsonNode condition : pod.path("status").path("conditions")) {
                if (!leaving && isUnschedulable(condition) && isOld(condition, now)) {
                    count++;
                }
            }
        }
        return count;
    }

    private static boolean isUnschedulable(JsonNode condition) {
        return condition.path("type").asText().equals("PodScheduled")
                && condition.path("status").asText().equals(Condition.Status.FALSE.wire())
                && condition.path("reason").asText().equals("Unschedulable");
    }

    private static boolean isOld(JsonNode condition, Instant now) {
        try {
            Instant since = Instant.parse(condition.path("lastTransitionTime").asText());
            return Duration.between(since, now).compareTo(PATIENCE) >= 0;
        } catch (DateTimeParseException unreadable) {
            return false;
        }
    }

    /** A label selector as a query has it. */
    static String selector(JsonNode selector) {
        List<String> parts = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(label ->
                        parts.add(label.getKey() + "=" + label.getValue().asText()));
        for (JsonNode expression : selector.path("matchExpressions")) {
            parts.add(expression(expression));
        }
        return String.join(",", parts);
    }

    private static String expression(JsonNode expression) {
        String key = expression.path("key").asText();
        List<String> values = new ArrayList<>();
        expression.path("values").forEach(value -> values.add(value.asText()));
        return switch (expression.path("operator").asText()) {
            case "In" -> key + " in (" + String.join(",", values) + ")";
            case "NotIn" -> key + " notin (" + String.join(",", values) + ")";
            case "DoesNotExist" -> "!" + key;
            default -> key;
        };
    }
}
