package io.kubefed.apiserver.ownership;

import static java.util.Objects.requireNonNull;

/**
 * Who sent a write, and through which door.
 *
 * @param name the {@code fieldManager} of the request, or what its user agent says
 * @param apiVersion the version of the request, such as {@code apps/v1}
 * @param subresource {@code status} or {@code scale}; empty for the object itself
 */
public record FieldManager(String name, String apiVersion, String subresource) {

    /** Checks that no part is null. */
    public FieldManager {
        requireNonNull(name, "name");
        requireNonNull(apiVersion, "apiVersion");
        requireNonNull(subresource, "subresource");
    }

    boolean scales() {
        return subresource.equals("scale");
    }

    /** A manager that writes the object itself. */
    public static FieldManager of(String name, String apiVersion) {
        return new FieldManager(name, apiVersion, "");
    }
}
