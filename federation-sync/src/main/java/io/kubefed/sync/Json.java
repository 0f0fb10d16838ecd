package io.kubefed.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import org.jspecify.annotations.Nullable;

/** Reads slices of the wire that a store kept. */
final class Json {

    private Json() {}

    static @Nullable ObjectNode object(byte @Nullable [] bytes) {
        return bytes == null ? null : KubeObject.parse(bytes).json();
    }
}
