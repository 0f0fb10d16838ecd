package io.kubefed.sync.adapter.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.sync.adapter.TypeAdapter;
import java.util.List;

/** PersistentVolumeClaims: a claim is bound to a volume of its own in every member. */
public final class VolumeClaimAdapter implements TypeAdapter {

    private static final String BINDING = "pv.kubernetes.io/";

    @Override
    public List<String> groupResources() {
        return List.of("persistentvolumeclaims");
    }

    @Override
    public void shape(ObjectNode body) {
        if (body.path("spec") instanceof ObjectNode spec) {
            spec.remove("volumeName");
        }
        if (body.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.properties().removeIf(annotation -> annotation.getKey().startsWith(BINDING));
        }
    }
}
