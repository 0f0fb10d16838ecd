package io.kubefed.core.model;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * Names one object among those of its type in one cluster, and its copies in all others.
 *
 * @param namespace the namespace; empty for a cluster-scoped object
 * @param name the name, never empty
 */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

    /** @throws IllegalArgumentException if {@code name} is empty */
    public ObjectKey {
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("object name is empty");
        }
    }

    /** The key of an object without a namespace. */
    public static ObjectKey clusterScoped(String name) {
        return new ObjectKey("", name);
    }

    /** Whether the object lives in a namespace. */
    public boolean namespaced() {
        return !namespace.isEmpty();
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }

    /** {@code namespace/name}, or {@code name} alone. */
    @Override
    public String toString() {
        return namespaced() ? namespace + "/" + name : name;
    }
}
