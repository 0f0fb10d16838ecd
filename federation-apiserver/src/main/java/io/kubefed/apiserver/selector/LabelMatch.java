package io.kubefed.apiserver.selector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether labels are as a selector wants them. An empty selector wants nothing and takes everything. */
public final class LabelMatch {

    private LabelMatch() {}

    /**
     * Holds a selector against labels.
     *
     * @param selector a {@code LabelSelector}; what is missing in it is not asked for
     * @param labels the labels; missing for none
     */
    public static boolean matches(JsonNode selector, JsonNode labels) {
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
