package io.kubefed.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deployments and their like: the selector selects the Pods of the template, and does not change. */
final class WorkloadRules implements TypeRules {

    @Override
    public void fill(ObjectNode object) {
        if (object.path("kind").asText("").equals("DaemonSet")) {
            String generation = "deprecated.daemonset.template.generation";
            ObjectNode annotations = Json.childOrNew(Json.childOrNew(object, "metadata"), "annotations");
            annotations.put(generation, annotations.path(generation).asText("1"));
        }
    }

    @Override
    public List<Cause> check(ObjectNode object, @Nullable ObjectNode live) {
        List<Cause> causes = new ArrayList<>();
        JsonNode spec = object.path("spec");
        JsonNode replicas = spec.path("replicas");
        if (replicas.asInt(0) < 0) {
            causes.add(Cause.invalid("spec.replicas", replicas.asText(), "must be greater than or equal to 0"));
        }
        JsonNode selector = spec.path("selector");
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        boolean none = selector.isMissingNode() || selector.isNull();
        if (none || !selects(selector, labels)) {
            causes.add(Cause.invalid(
                    "spec.template.metadata.labels",
                    labels.isMissingNode() ? "null" : labels.toString(),
                    "`selector` does not match template `labels`"));
        }
        String restart =
                spec.path("template").path("spec").path("restartPolicy").asText("Always");
        if (!restart.equals("Always")) {
            causes.add(Cause.unsupported("spec.template.spec.restartPolicy", Cause.quoted(restart), "Always"));
        }
        if (live != null && !live.path("spec").path("selector").equals(selector)) {
            causes.add(Cause.invalid("spec.selector", selector.toString(), "field is immutable"));
        }
        return causes;
    }

    private static boolean selects(JsonNode selector, JsonNode labels) {
        for (Map.Entry<String, JsonNode> wanted : selector.path("matchLabels").properties()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            if (!holds(expression, labels.get(expression.path("key").asText("")))) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(JsonNode expression, @Nullable JsonNode label) {
        boolean in = false;
        for (JsonNode value : expression.path("values")) {
            in |= value.equals(label);
        }
        return switch (expression.path("operator").asText("")) {
            case "In" -> in;
            case "NotIn" -> !in;
            case "Exists" -> label != null;
            case "DoesNotExist" -> label == null;
            default -> false;
        };
    }
}
