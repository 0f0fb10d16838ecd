package io.kubefed.sync.adapter.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.model.Condition;
import io.kubefed.sync.adapter.TypeAdapter.Copy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One set of conditions out of those of many copies.
 *
 * <p>A condition that is good when true ({@code Available}, {@code Progressing}) is true if it is true in every member that reports
 * it; one that is bad when true ({@code ReplicaFailure}) is true if it is true anywhere. Unknown anywhere, and nothing worse, is
 * unknown. Times are the newest of the members that decided, so the merge is a function of its input and does not flap.
 */
final class MergedConditions {

    private static final Set<String> BAD_WHEN_TRUE = Set.of("ReplicaFailure");

    private MergedConditions() {}

    static ArrayNode of(List<Copy> copies, JsonNode before) {
        Map<String, List<Said>> byType = new TreeMap<>();
        for (Copy copy : copies) {
            if (copy.status() != null) {
                for (JsonNode condition : copy.status().path("conditions")) {
                    String type = condition.path("type").asText();
                    byType.computeIfAbsent(type, ignored -> new ArrayList<>())
                            .add(new Said(copy.member().value(), condition));
                }
            }
        }
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        byType.forEach((type, said) -> merged.add(merge(type, said, before)));
        return merged;
    }

    private static ObjectNode merge(String type, List<Said> said, JsonNode before) {
        String deciding = BAD_WHEN_TRUE.contains(type) ? "True" : "False";
        String status = said.stream().anyMatch(one -> one.is(deciding))
                ? deciding
                : said.stream().anyMatch(one -> one.is("Unknown"))
                        ? "Unknown"
                        : deciding.equals("True") ? "False" : "True";
        List<Said> agreeing = said.stream().filter(one -> one.is(status)).toList();
        ObjectNode condition = JsonNodeFactory.instance.objectNode();
        condition.put("type", type).put("status", status);
        condition.put("reason", agreeing.get(0).text("reason"));
        condition.put("message", message(said, agreeing, status));
        condition.put("lastUpdateTime", newest(agreeing, "lastUpdateTime"));
        condition.put("lastTransitionTime", transition(type, status, agreeing, before));
        return condition;
    }

    private static String message(List<Said> said, List<Said> agreeing, String status) {
        if (agreeing.size() == said.size()) {
            return agreeing.get(0).text("message");
        }
        List<String> parts = agreeing.stream()
                .map(one -> one.member + ": " + one.text("message"))
                .toList();
        return status + " in " + parts.size() + " of " + said.size() + " members; " + String.join("; ", parts);
    }

    private static String transition(String type, String status, List<Said> agreeing, JsonNode before) {
        for (JsonNode old : before) {
            if (old.path("type").asText().equals(type)
                    && old.path("status").asText().equals(status)) {
                return old.path("lastTransitionTime").asText();
            }
        }
        return newest(agreeing, "lastTransitionTime");
    }

    private static String newest(List<Said> said, String field) {
        // RFC 3339 in UTC, as servers write it, sorts as text.
        return said.stream().map(one -> one.text(field)).max(String::compareTo).orElse("");
    }

    private record Said(String member, JsonNode condition) {

        /** What is neither true nor false is unknown, whatever the member calls it. */
        boolean is(String status) {
            return Condition.Status.of(condition.path("status").asText()).wire().equals(status);
        }

        String text(String field) {
            return condition.path(field).asText("");
        }
    }
}
