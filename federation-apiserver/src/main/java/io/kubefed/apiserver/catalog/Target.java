package io.kubefed.apiserver.catalog;

import static java.util.Objects.requireNonNull;

import io.kubefed.apiserver.request.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the path of a request leads to.
 *
 * @param resource the type
 * @param namespace the namespace; empty for none or all
 * @param name the object; empty for a collection
 * @param subresource the sub-resource; empty for none
 * @param watch whether it is the old path of a watch
 */
public record Target(Resource resource, String namespace, String name, String subresource, boolean watch) {

    /** Checks that no part is null. */
    public Target {
        requireNonNull(resource, "resource");
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        requireNonNull(subresource, "subresource");
    }

    /** Reads a path below {@code /api/v1/} or {@code /apis/GROUP/VERSION/}; empty if it leads nowhere. */
    public static Optional<Target> of(Served served, String group, String version, List<String> path) {
        List<String> parts = new ArrayList<>(path);
        boolean watch = !parts.isEmpty() && parts.get(0).equals("watch");
        if (watch) {
            parts.remove(0);
        }
        String namespace = "";
        if (parts.size() > 2 && parts.get(0).equals("namespaces") && !partOfNamespace(group, parts)) {
            namespace = parts.get(1);
            parts.subList(0, 2).clear();
        }
        if (parts.isEmpty() || parts.size() > 3 || parts.stream().anyMatch(String::isEmpty)) {
            return Optional.empty();
        }
        String name = parts.size() > 1 ? parts.get(1) : "";
        String subresource = parts.size() > 2 ? parts.get(2) : "";
        String space = namespace;
        return served.find(group, version, parts.get(0))
                .filter(found -> fits(found, space, name))
                .filter(found -> subresource.isEmpty() || found.has(subresource))
                .map(found -> new Target(found, space, name, subresource, watch));
    }

    private static boolean partOfNamespace(String group, List<String> parts) {
        return group.isEmpty()
                && parts.size() == 3
                && Arrays.asList("status", "finalize").contains(parts.get(2));
    }

    private static boolean fits(Resource resource, String namespace, String name) {
        return resource.type().namespaced() ? !namespace.isEmpty() || name.isEmpty() : namespace.isEmpty();
    }

    /** The key of the object. */
    public String key() {
        return resource.key(namespace, name);
    }

    /** What the keys of the collection begin with. */
    public String prefix() {
        return resource.prefix(namespace);
    }

    /** What a refusal names. */
    public Subject subject() {
        return resource.subject(name);
    }

    /** The same, for an object of this name. */
    public Target named(String otherName) {
        return new Target(resource, namespace, otherName, subresource, watch);
    }
}
