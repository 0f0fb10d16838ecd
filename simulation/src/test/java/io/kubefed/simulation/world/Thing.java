package io.kubefed.simulation.world;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;

/**
 * One object by name, wherever it is.
 *
 * @param type its type
 * @param key its namespace and name
 */
public record Thing(ResourceType type, ObjectKey key) {

    /** Where it is in the API of any cluster. */
    public String path() {
        return type.objectPath(key);
    }

    @Override
    public String toString() {
        return type.plural() + " " + key;
    }
}
