package io.kubefed.apiserver.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.json.Json;
import io.kubefed.core.model.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The operations of one type, with the parameters by which clients learn what they may ask for. */
final class Paths {

    private static final List<String> LIST_PARAMETERS = List.of(
            "allowWatchBookmarks",
            "continue",
            "fieldSelector",
            "labelSelector",
            "limit",
            "resourceVersion",
            "resourceVersionMatch",
            "sendInitialEvents",
            "timeoutSeconds",
            "watch");
    private static final List<String> WRITE_PARAMETERS = List.of("dryRun", "fieldManager", "fieldValidation");
    private static final List<String> PATCH_PARAMETERS = List.of("dryRun", "fieldManager", "fieldValidation", "force");
    private static final List<String> DELETE_PARAMETERS =
            List.of("dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy");

    private static final Set<String> OTHER_KINDS = Set.of("scale", "token");

    private final ObjectNode paths;
    private final Resource resource;
    private final String schema;

    private Paths(ObjectNode paths, Resource resource, String schema) {
        this.paths = paths;
        this.resource = resource;
        this.schema = schema;
    }

    /** Adds the paths of a type whose schema is called {@code schema}. */
    static void add(ObjectNode paths, Resource resource, String schema) {
        new Paths(paths, resource, schema).add();
    }

    private void add() {
        ResourceType type = resource.type();
        String root = type.collectionPath("");
        String collection = type.namespaced() ? type.collectionPath("{namespace}") : root;
        if (type.namespaced()) {
            ObjectNode everywhere = paths.putObject(root);
            operation(everywhere, "get", "list", LIST_PARAMETERS);
        }
        ObjectNode many = paths.putObject(collection);
        operation(many, "get", "list", LIST_PARAMETERS);
        operation(many, "post", "post", WRITE_PARAMETERS);
        operation(many, "delete", "deletecollection", DELETE_PARAMETERS);
        one(collection + "/{name}", true);
        resource.info().subresources().stream()
                .filter(subresource -> !OTHER_KINDS.contains(subresource))
                .sorted()
                .forEach(subresource -> one(collection + "/{name}/" + subresource, false));
    }

    private void one(String path, boolean whole) {
        ObjectNode one = paths.putObject(path);
        operation(one, "get", "get", List.of());
        operation(one, "put", "put", WRITE_PARAMETERS);
        operation(one, "patch", "patch", PATCH_PARAMETERS);
        if (whole) {
            operation(one, "delete", "delete", DELETE_PARAMETERS);
        }
    }

    private void operation(ObjectNode path, String method, String action, List<String> parameters) {
        ObjectNode operation = path.putObject(method);
        ArrayNode array = operation.putArray("parameters");
        for (String parameter : parameters) {
            array.addObject()
                    .put("name", parameter)
                    .put("in", "query")
                    .putObject("schema")
                    .put("type", "string")
                    .put("uniqueItems", true);
        }
        List<String> bodies = bodies(method);
        if (!bodies.isEmpty()) {
            ObjectNode content = operation.putObject("requestBody").putObject("content");
            bodies.forEach(
                    body -> content.putObject(body).putObject("schema").put("$ref", "#/components/schemas/" + schema));
        }
        ObjectNode ok = operation.putObject("responses").putObject("200").put("description", "OK");
        ok.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + schema);
        operation.put("x-kubernetes-action", action);
        ObjectNode kind = Json.object()
                .put("group", resource.type().group())
                .put("kind", resource.type().kind())
                .put("version", resource.type().version());
        operation.set("x-kubernetes-group-version-kind", kind);
    }

    private List<String> bodies(String method) {
        if (method.equals("post") || method.equals("put")) {
            return List.of("*/*");
        }
        if (!method.equals("patch")) {
            return List.of();
        }
        List<String> types = new ArrayList<>(
                List.of("application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"));
        if (!resource.custom()) {
            types.add("application/strategic-merge-patch+json");
        }
        return types;
    }
}
