package io.kubefed.sync.adapter.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.sync.adapter.Slot;
import io.kubefed.sync.adapter.TypeAdapter;
import io.kubefed.sync.preferences.PreferencesAnnotation;
import io.kubefed.sync.preferences.ReplicaDemand;
import java.util.List;
import java.util.Optional;

/**
 * Deployments: replicas are divided over the members, the counts of all copies are added up, the conditions are merged.
 */
public final class DeploymentAdapter implements TypeAdapter {

    private static final List<String> COUNTS = List.of(
            "replicas",
            "updatedReplicas",
            "readyReplicas",
            "availableReplicas",
            "unavailableReplicas",
            "terminatingReplicas");

    @Override
    public List<String> groupResources() {
        return List.of("deployments.apps");
    }

    @Override
    public void shape(ObjectNode body) {
        body.withObjectProperty("spec").set("replicas", Slot.REPLICAS);
    }

    @Override
    public Optional<ReplicaDemand> demand(KubeObject template) {
        return Optional.of(ReplicaDemand.of(template, PreferencesAnnotation.DEPLOYMENT));
    }

    @Override
    public boolean aggregatesStatus() {
        return true;
    }

    @Override
    public Optional<ObjectNode> aggregate(KubeObject template, List<Copy> copies) {
        return Optional.of(WorkloadStatus.of(template, copies, COUNTS));
    }
}
