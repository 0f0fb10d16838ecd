package io.kubefed.core.client.http;

import io.kubefed.core.client.ApiRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a request is about, in the words of people, read back from its path.
 *
 * @param verb what we say: apply, list
 * @param permission what RBAC calls it: patch, list
 * @param resource {@code deployments.apps}, {@code pods/status}; a bare path if it is none
 * @param namespace the namespace; empty for none or all
 * @param name the object; empty for a collection
 */
record Target(String verb, String permission, String resource, String namespace, String name) {

    static Target of(ApiRequest request) {
        List<String> parts =
                new ArrayList<>(Arrays.asList(request.path().substring(1).split("/")));
        String group = "";
        if (parts.size() > 2 && parts.get(0).equals("api")) {
            parts.subList(0, 2).clear();
        } else if (parts.size() > 3 && parts.get(0).equals("apis")) {
            group = "." + parts.get(1);
            parts.subList(0, 3).clear();
        } else {
            return new Target(
                    request.method() == ApiRequest.Method.GET ? "read" : "send", "get", request.path(), "", "");
        }
        String namespace = "";
        if (parts.size() > 2 && parts.get(0).equals("namespaces") && !ofNamespaceItself(parts.get(2))) {
            namespace = parts.get(1);
            parts.subList(0, 2).clear();
        }
        String name = parts.size() > 1 ? parts.get(1) : "";
        String subresource = parts.size() > 2 ? "/" + String.join("/", parts.subList(2, parts.size())) : "";
        return new Target(
                verb(request, name), permission(request, name), parts.get(0) + group + subresource, namespace, name);
    }

    private static boolean ofNamespaceItself(String part) {
        return part.equals("status") || part.equals("finalize");
    }

    private static String verb(ApiRequest request, String name) {
        return switch (request.method()) {
            case PATCH -> ApiRequest.APPLY_PATCH.equals(request.contentType()) ? "apply" : "patch";
            case DELETE -> "delete";
            default -> permission(request, name);
        };
    }

    private static String permission(ApiRequest request, String name) {
        return switch (request.method()) {
            case GET -> "true".equals(request.query().get("watch")) ? "watch" : name.isEmpty() ? "list" : "get";
            case POST -> "create";
            case PUT -> "update";
            case PATCH -> "patch";
            case DELETE -> name.isEmpty() ? "deletecollection" : "delete";
        };
    }

    /** Whether the path leads to objects of a type. */
    boolean typed() {
        return !resource.startsWith("/");
    }

    /** {@code grant "patch" on deployments.apps in namespace web}. */
    String grant() {
        String where = namespace.isEmpty() ? "" : " in namespace " + namespace;
        return "grant \"" + permission + "\" on " + resource + where;
    }

    /** {@code apply deployments.apps web/shop}. */
    @Override
    public String toString() {
        if (name.isEmpty()) {
            return verb + " " + resource + (namespace.isEmpty() ? "" : " in " + namespace);
        }
        return verb + " " + resource + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
