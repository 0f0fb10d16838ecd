package io.kubefed.apiserver.authz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * One rule of a role. {@code *} stands for all.
 *
 * @param verbs what may be done
 * @param groups to types of which groups
 * @param resources to which types, {@code deployments} or {@code deployments/scale}; empty in a rule about paths
 * @param names to which objects; empty for all
 * @param paths to which paths; {@code *} at the end stands for anything
 */
public record Rule(
        List<String> verbs, List<String> groups, List<String> resources, List<String> names, List<String> paths) {

    /** Everything. */
    public static final Rule EVERY_OBJECT = new Rule(List.of("*"), List.of("*"), List.of("*"), List.of(), List.of());

    /** Every path. */
    public static final Rule EVERY_PATH = new Rule(List.of("*"), List.of(), List.of(), List.of(), List.of("*"));

    /** Copies the lists. */
    public Rule {
        verbs = List.copyOf(verbs);
        groups = List.copyOf(groups);
        resources = List.copyOf(resources);
        names = List.copyOf(names);
        paths = List.copyOf(paths);
    }

    /** A {@code PolicyRule}. */
    public static Rule of(JsonNode json) {
        return new Rule(
                texts(json, "verbs"),
                texts(json, "apiGroups"),
                texts(json, "resources"),
                texts(json, "resourceNames"),
                texts(json, "nonResourceURLs"));
    }

    private static List<String> texts(JsonNode json, String field) {
        List<String> texts = new ArrayList<>();
        json.path(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The same as JSON; what is empty is left out. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        put(json, "verbs", verbs);
        put(json, "apiGroups", groups);
        put(json, "resources", resources);
        put(json, "resourceNames", names);
        put(json, "nonResourceURLs", paths);
        return json;
    }

    private static void put(ObjectNode json, String field, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = json.putArray(field);
            texts.forEach(array::add);
        }
    }

    /** Whether this rule allows it. */
    public boolean allows(Attributes wanted) {
        if (!matches(verbs, wanted.verb())) {
            return false;
        }
        return wanted.ofObject()
                ? matches(groups, wanted.group())
                        && resource(wanted.resource(), wanted.subresource())
                        && (names.isEmpty() || names.contains(wanted.name()))
                : paths.stream().anyMatch(path -> pathMatches(path, wanted.path()));
    }

    private static boolean matches(List<String> allowed, String wanted) {
        return allowed.contains("*") || allowed.contains(wanted);
    }

    /** Whether this rule is about this type or this part of it. */
    private boolean resource(String resource, String subresource) {
        if (subresource.isEmpty()) {
            return matches(resources, resource);
        }
        return matches(resources, resource + "/" + subresource) || resources.contains("*/" + subresource);
    }

    private static boolean pathMatches(String allowed, String wanted) {
        return allowed.equals(wanted)
                || (allowed.endsWith("*") && wanted.startsWith(allowed.substring(0, allowed.length() - 1)));
    }
}
