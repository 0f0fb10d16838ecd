package io.kubefed.core.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One resource type as a server's discovery names it, in one version.
 *
 * @param group the API group; empty for core
 * @param version for example {@code v1}
 * @param plural the resource name in paths, for example {@code deployments}
 * @param kind for example {@code Deployment}
 * @param namespaced whether its objects live in namespaces
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris">Resource URIs</a>
 */
public record ResourceType(String group, String version, String plural, String kind, boolean namespaced)
        implements Comparable<ResourceType> {

    /** Checks that no part is null. */
    public ResourceType {
        requireNonNull(group, "group");
        requireNonNull(version, "version");
        requireNonNull(plural, "plural");
        requireNonNull(kind, "kind");
    }

    /** {@code v1} or {@code apps/v1}, as in an object's {@code apiVersion}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** {@code deployments.apps} or {@code configmaps}: what names the type whatever its version. */
    public String groupResource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /**
     * The path of the collection.
     *
     * @param namespace the namespace to look into; empty for all of them, and for a cluster-scoped type
     */
    public String collectionPath(String namespace) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return namespace.isEmpty() ? root + "/" + plural : root + "/namespaces/" + namespace + "/" + plural;
    }

    /** The path of one object. */
    public String objectPath(ObjectKey key) {
        return collectionPath(key.namespace()) + "/" + key.name();
    }

    /** The path of a sub-resource of one object, such as {@code status}. */
    public String objectPath(ObjectKey key, String subresource) {
        return objectPath(key) + "/" + subresource;
    }

    /** Whether {@code other} names the same resource, in whatever version. */
    public boolean sameResource(@Nullable ResourceType other) {
        return other != null && group.equals(other.group) && plural.equals(other.plural);
    }

    @Override
    public int compareTo(ResourceType other) {
        int byResource = groupResource().compareTo(other.groupResource());
        return byResource != 0 ? byResource : version.compareTo(other.version);
    }

    /** {@code apps/v1 deployments}. */
    @Override
    public String toString() {
        return apiVersion() + " " + plural;
    }
}
