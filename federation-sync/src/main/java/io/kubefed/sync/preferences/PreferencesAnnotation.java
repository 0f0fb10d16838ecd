package io.kubefed.sync.preferences;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.replicas.ReplicaPreference;
import io.kubefed.core.replicas.ReplicaPreferences;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads v1's annotations about replicas: {@code {"rebalance": bool, "clusters": {"<name>|*": {"minReplicas", "maxReplicas",
 * "weight"}}}}, the names of fields in any case, as v1's own writer spells them differently from its documentation.
 *
 * <p>Stricter than v1, which took what it could not read as even weights and so moved a workload because of a typing error: unknown
 * fields, numbers that make no sense and an annotation that gives nobody anything are refused.
 */
public final class PreferencesAnnotation {

    /** On a Deployment. */
    public static final String DEPLOYMENT = "federation.kubernetes.io/deployment-preferences";

    /** On a ReplicaSet. */
    public static final String REPLICA_SET = "federation.kubernetes.io/replica-set-preferences";

    /** On a StatefulSet, which v1 did not know. */
    public static final String STATEFUL_SET = "federation.kubernetes.io/stateful-set-preferences";

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final String EVERYONE_ELSE = "*";
    private static final List<String> TOP = List.of("rebalance", "clusters");
    private static final List<String> ENTRY = List.of("minreplicas", "maxreplicas", "weight");

    private PreferencesAnnotation() {}

    /**
     * The preferences in an annotation.
     *
     * @param name the annotation's name, for the message
     * @param value the annotation; null is {@link ReplicaPreferences#EVEN}
     * @throws IllegalArgumentException if it is not valid; the message quotes it and says what to write instead
     */
    public static ReplicaPreferences parse(String name, @Nullable String value) {
        if (value == null) {
            return ReplicaPreferences.EVEN;
        }
        try {
            return preferences(MAPPER.readTree(value));
        } catch (JsonProcessingException e) {
            throw invalid(name, value, "it is not JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw invalid(name, value, String.valueOf(e.getMessage()));
        }
    }

    private static ReplicaPreferences preferences(JsonNode json) {
        Map<String, JsonNode> top = fields(json, "it", TOP);
        @Nullable JsonNode clusters = top.get("clusters");
        if (clusters == null || !clusters.isObject() || clusters.isEmpty()) {
            throw new IllegalArgumentException("\"clusters\" names nobody, so there is no place for any replica");
        }
        Map<ClusterName, ReplicaPreference> named = new HashMap<>();
        @Nullable ReplicaPreference others = null;
        for (Map.Entry<String, JsonNode> entry : clusters.properties()) {
            ReplicaPreference preference = preference(entry.getKey(), entry.getValue());
            if (entry.getKey().equals(EVERYONE_ELSE)) {
                others = preference;
            } else {
                named.put(new ClusterName(entry.getKey()), preference);
            }
        }
        return new ReplicaPreferences(rebalance(top.get("rebalance")), named, others);
    }

    private static boolean rebalance(@Nullable JsonNode value) {
        if (value != null && !value.isBoolean()) {
            throw new IllegalArgumentException("\"rebalance\" is " + value + ", but must be true or false");
        }
        return value != null && value.booleanValue();
    }

    private static ReplicaPreference preference(String cluster, JsonNode json) {
        String where = "the entry of \"" + cluster + "\"";
        Map<String, JsonNode> fields = fields(json, where, ENTRY);
        try {
            return new ReplicaPreference(
                    number(fields.get("minreplicas"), "minReplicas", 0),
                    number(fields.get("maxreplicas"), "maxReplicas", ReplicaPreference.UNBOUNDED),
                    number(fields.get("weight"), "weight", 0));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("in " + where + " " + e.getMessage(), e);
        }
    }

    private static int number(@Nullable JsonNode value, String name, int absent) {
        if (value == null) {
            return absent;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be an integer below 2147483648");
        }
        return value.intValue();
    }

    /** The fields that are there and not null, by their names in lower case. */
    private static Map<String, JsonNode> fields(JsonNode json, String where, List<String> known) {
        if (!json.isObject()) {
            throw new IllegalArgumentException(where + " is not an object");
        }
        Map<String, JsonNode> fields = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (!known.contains(name)) {
                throw new IllegalArgumentException(where + " has an unknown field \"" + field.getKey() + "\"");
            }
            if (!field.getValue().isNull() && fields.put(name, field.getValue()) != null) {
                throw new IllegalArgumentException(where + " has \"" + field.getKey() + "\" twice");
            }
        }
        return fields;
    }

    private static IllegalArgumentException invalid(String name, String value, String why) {
        return new IllegalArgumentException("annotation " + name + " is " + value + ": " + why
                + "; write it as {\"rebalance\":true,\"clusters\":{\"east\":{\"minReplicas\":1,\"weight\":2},"
                + "\"*\":{\"weight\":1}}}");
    }
}
