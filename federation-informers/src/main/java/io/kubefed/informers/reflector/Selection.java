package io.kubefed.informers.reflector;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.store.Projection;

/**
 * Which objects are followed, and how much of each is kept.
 *
 * <p>With a selector, an object that ceases to match is deleted as far as the stream is concerned, and one that begins to match is
 * added: if somebody takes the owner label off an object of ours, it leaves the store although it still exists.
 *
 * @param type the resource type
 * @param namespace the namespace to look into; empty for all
 * @param projection what the store keeps of each object
 * @param labelSelector as in a query; empty for all
 * @param fieldSelector as in a query; empty for all
 */
public record Selection(
        ResourceType type, String namespace, Projection projection, String labelSelector, String fieldSelector) {

    /** Everything of a type, in all namespaces. */
    public static Selection of(ResourceType type, Projection projection) {
        return new Selection(type, "", projection, "", "");
    }

    /** Checks that no part is null. */
    public Selection {
        requireNonNull(type, "type");
        requireNonNull(namespace, "namespace");
        requireNonNull(projection, "projection");
        requireNonNull(labelSelector, "labelSelector");
        requireNonNull(fieldSelector, "fieldSelector");
    }

    /** The path of the collection. */
    String path() {
        return type.collectionPath(namespace);
    }
}
