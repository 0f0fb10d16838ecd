package io.kubefed.sync.adapter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The rules for whatever has no rules of its own: everything but status and server-owned metadata goes out. */
final class GenericAdapter implements TypeAdapter {

    @Override
    public List<String> groupResources() {
        return List.of();
    }

    @Override
    public void shape(ObjectNode body) {}
}
