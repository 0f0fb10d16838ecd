package io.kubefed.sync.adapter.namespace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.sync.adapter.TypeAdapter;
import java.util.List;

/** Namespaces: only metadata goes out. */
public final class NamespaceAdapter implements TypeAdapter {

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    @Override
    public List<String> groupResources() {
        return List.of("namespaces");
    }

    @Override
    public void shape(ObjectNode body) {
        // Every server writes this label itself, and the finalizers in spec belong to each cluster.
        body.remove("spec");
        if (body.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove(NAME_LABEL);
        }
    }
}
