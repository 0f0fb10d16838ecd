package io.kubefed.apiserver.authz;

import static java.util.Objects.requireNonNull;

import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What somebody wants to do, as authorization sees it: from the request line alone, whether the type is served or not.
 *
 * @param user who
 * @param verb for example {@code list}; for a path that is no object, the HTTP method in lower case
 * @param group the API group; empty for core, and for a path
 * @param version the version; empty for a path
 * @param resource the plural; empty for a path
 * @param subresource empty for none
 * @param namespace empty for none or all
 * @param name empty for a collection
 * @param path the path, if it is no object; otherwise empty
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb">Request verbs</a>
 */
public record Attributes(
        User user,
        String verb,
        String group,
        String version,
        String resource,
        String subresource,
        String namespace,
        String name,
        String path) {

    private static final Set<String> PARTS_OF_NAMESPACE = Set.of("status", "finalize");

    /** Checks that no part is null. */
    public Attributes {
        requireNonNull(user, "user");
        requireNonNull(verb, "verb");
        requireNonNull(group, "group");
        requireNonNull(version, "version");
        requireNonNull(resource, "resource");
        requireNonNull(subresource, "subresource");
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        requireNonNull(path, "path");
    }

    /** Something done with objects of a type, whatever its version. */
    public static Attributes object(User user, String verb, String group, String resource, String name) {
        return new Attributes(user, verb, group, "*", resource, "", "", name, "");
    }

    /** Something done with a path that is no object. */
    public static Attributes path(User user, String verb, String path) {
        return new Attributes(user, verb, "", "", "", "", "", "", path);
    }

    /** The same in a namespace. */
    public Attributes in(String otherNamespace) {
        return new Attributes(user, verb, group, version, resource, subresource, otherNamespace, name, path);
    }

    /** The same with a part of the object. */
    public Attributes part(String otherSubresource) {
        return new Attributes(user, verb, group, version, resource, otherSubresource, namespace, name, path);
    }

    /** Something else done with the same. */
    public Attributes verb(String otherVerb) {
        return new Attributes(user, otherVerb, group, version, resource, subresource, namespace, name, path);
    }

    /** Whether it is about objects. */
    public boolean ofObject() {
        return !resource.isEmpty();
    }

    /** What a request asks for. */
    public static Attributes of(Request request) {
        List<String> parts = new ArrayList<>();
        for (String part : request.path().split("/", -1)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        int before = parts.isEmpty() ? 0 : prefix(parts.get(0));
        if (before == 0 || parts.size() <= before) {
            return path(request.user(), request.method().toLowerCase(Locale.ROOT), request.path());
        }
        String group = before == 3 ? parts.get(1) : "";
        String version = parts.get(before - 1);
        return object(request, group, version, parts.subList(before, parts.size()));
    }

    /** How many parts there are before the type: {@code api/VERSION}, {@code apis/GROUP/VERSION}. */
    private static int prefix(String root) {
        return switch (root) {
            case "api" -> 2;
            case "apis" -> 3;
            default -> 0;
        };
    }

    private static Attributes object(Request request, String group, String version, List<String> rest) {
        List<String> parts = new ArrayList<>(rest);
        boolean watch = parts.get(0).equals("watch") && parts.size() > 1;
        if (watch) {
            parts.remove(0);
        }
        String namespace = "";
        if (parts.get(0).equals("namespaces") && parts.size() > 1) {
            namespace = parts.get(1);
            if (parts.size() > 2 && !PARTS_OF_NAMESPACE.contains(parts.get(2))) {
                parts.subList(0, 2).clear();
            }
        }
        String name = parts.size() > 1 ? parts.get(1) : named(request);
        boolean one = parts.size() > 1;
        String verb = watch ? "watch" : verb(request, one);
        return new Attributes(
                request.user(),
                verb,
                group,
                version,
                parts.get(0),
                parts.size() > 2 ? parts.get(2) : "",
                namespace,
                verb.equals("create") && !one ? "" : name,
                "");
    }

    /** The one object that a list or a watch is narrowed to. */
    private static String named(Request request) {
        for (String requirement : request.parameter("fieldSelector").split(",", -1)) {
            if (requirement.startsWith("metadata.name=")) {
                return requirement.substring("metadata.name=".length()).replaceFirst("^=", "");
            }
        }
        return "";
    }

    private static String verb(Request request, boolean one) {
        return switch (request.method()) {
            case "POST" -> "create";
            case "GET", "HEAD" -> {
                if (one && !request.flag("watch")) {
                    yield "get";
                }
                yield request.flag("watch") ? "watch" : "list";
            }
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> one ? "delete" : "deletecollection";
            default -> "";
        };
    }

    /** The refusal of all this, for a reason that may be empty. */
    public Refusal refusal(String reason) {
        String why = reason.isEmpty() ? "" : ": " + reason;
        if (!ofObject()) {
            return Refusal.denied(
                    "User " + Json.quoted(user.name()) + " cannot " + verb + " path " + Json.quoted(path) + why);
        }
        String what = subresource.isEmpty() ? resource : resource + "/" + subresource;
        String where = namespace.isEmpty() ? " at the cluster scope" : " in the namespace " + Json.quoted(namespace);
        return Refusal.denied(
                group,
                resource,
                name,
                "User " + Json.quoted(user.name()) + " cannot " + verb + " resource " + Json.quoted(what)
                        + " in API group " + Json.quoted(group) + where + why);
    }
}
