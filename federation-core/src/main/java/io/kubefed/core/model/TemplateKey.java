package io.kubefed.core.model;

import static java.util.Objects.requireNonNull;

/**
 * Names one template, and with it every copy in the members: the unit of work of the sync engine.
 *
 * @param type the type, in the version in which the federation API serves it
 * @param key the object
 */
public record TemplateKey(ResourceType type, ObjectKey key) implements Comparable<TemplateKey> {

    /** Checks that no part is null. */
    public TemplateKey {
        requireNonNull(type, "type");
        requireNonNull(key, "key");
    }

    @Override
    public int compareTo(TemplateKey other) {
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : key.compareTo(other.key);
    }

    /** {@code Deployment web/shop}. */
    @Override
    public String toString() {
        return type.kind() + " " + key;
    }
}
