package io.kubefed.apiserver.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Definition;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Subject;
import io.kubefed.core.model.ResourceType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Shows an object of one type as {@code autoscaling/v1 Scale}, and takes the number back.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/autoscaling-resources/scale-v1/">Scale v1</a>
 */
public final class Scale {

    /** What the bodies of the sub-resource are. */
    public static final ResourceType TYPE = new ResourceType("autoscaling", "v1", "scales", "Scale", true);

    private final List<String> replicas;
    private final List<String> running;
    private final String selectorPath;

    private Scale(List<String> replicas, List<String> running, String selectorPath) {
        this.replicas = replicas;
        this.running = running;
        this.selectorPath = selectorPath;
    }

    /** The scale of a type that has one. */
    public static Scale of(Resource resource) {
        Definition definition = resource.definition();
        return definition == null
                ? new Scale(List.of("spec", "replicas"), List.of("status", "replicas"), "")
                : new Scale(
                        parts(definition.replicasPath()),
                        parts(definition.statusReplicasPath()),
                        definition.selectorPath());
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("\\.")).filter(part -> !part.isEmpty()).toList();
    }

    /** Where the wanted number is, as fields. */
    public List<String> path() {
        return replicas;
    }

    /** The scale of an object. */
    public ObjectNode show(ObjectNode object) {
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            JsonNode value = object.path("metadata").get(field);
            if (value != null) {
                metadata.set(field, value);
            }
        }
        ObjectNode spec = scale.putObject("spec");
        int wanted = at(object, replicas).asInt(0);
        if (wanted != 0) {
            spec.put("replicas", wanted);
        }
        ObjectNode status = scale.putObject("status");
        status.put("replicas", at(object, running).asInt(0));
        String selector = selector(object);
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    private static JsonNode at(JsonNode object, List<String> path) {
        JsonNode node = object;
        for (String field : path) {
            node = node.path(field);
        }
        return node;
    }

    private String selector(ObjectNode object) {
        if (!selectorPath.isEmpty()) {
            return at(object, parts(selectorPath)).asText("");
        }
        List<String> terms = new ArrayList<>();
        JsonNode selector = object.path("spec").path("selector");
        JsonNode labels = selector.has("matchLabels") || selector.has("matchExpressions")
                ? selector.path("matchLabels")
                : selector;
        labels.properties()
                .forEach(label ->
                        terms.add(label.getKey() + "=" + label.getValue().asText()));
        terms.sort(null);
        for (JsonNode expression : selector.path("matchExpressions")) {
            terms.add(term(expression));
        }
        return String.join(",", terms);
    }

    private static String term(JsonNode expression) {
        String key = expression.path("key").asText("");
        List<String> values = new ArrayList<>();
        expression.path("values").forEach(value -> values.add(value.asText()));
        values.sort(null);
        return switch (expression.path("operator").asText("")) {
            case "In" -> key + " in (" + String.join(",", values) + ")";
            case "NotIn" -> key + " notin (" + String.join(",", values) + ")";
            case "DoesNotExist" -> "!" + key;
            default -> key;
        };
    }

    /**
     * The object with the number of an edited scale.
     *
     * @return a copy
     * @throws Refusal with 422 if the number is negative
     */
    public ObjectNode take(ObjectNode object, ObjectNode scale) {
        JsonNode wanted = scale.path("spec").path("replicas");
        if (wanted.asInt(0) < 0) {
            throw Refusal.invalid(
                    new Subject(TYPE, Json.text(object, "metadata", "name")),
                    List.of(Cause.invalid("spec.replicas", wanted.asText(), "must be greater than or equal to 0")));
        }
        ObjectNode next = object.deepCopy();
        put(next, wanted.asInt(0));
        return next;
    }

    /** Puts the number where the type has it. */
    public void put(ObjectNode object, int wanted) {
        ObjectNode parent = object;
        for (String field : replicas.subList(0, replicas.size() - 1)) {
            parent = Json.childOrNew(parent, field);
        }
        parent.put(replicas.get(replicas.size() - 1), wanted);
    }
}
