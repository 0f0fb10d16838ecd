package io.kubefed.simulation.user;

import io.kubefed.core.client.KubeObject;
import io.kubefed.simulation.world.Stage;
import io.kubefed.simulation.world.Types;

/** Does what the controllers and nodes of a member do with a Deployment: in the end all of its pods run. */
public final class Workloads {

    private final Stage stage;

    /** The workloads of all members. */
    public Workloads(Stage stage) {
        this.stage = stage;
    }

    /** Makes every Deployment ready that is not. */
    public void run() {
        stage.members()
                .values()
                .forEach(member -> member.list(Types.DEPLOYMENTS).stream()
                        .filter(deployment -> !isReady(deployment))
                        .forEach(deployment -> member.patch(
                                Types.DEPLOYMENTS, deployment.key(), "status", status(deployment), "kubelet")));
    }

    private static boolean isReady(KubeObject deployment) {
        return deployment.json().at("/status/readyReplicas").asInt(0) == replicas(deployment)
                && deployment.json().at("/status/replicas").asInt(0) == replicas(deployment)
                && deployment.json().at("/status/observedGeneration").asLong(0) >= deployment.generation();
    }

    private static int replicas(KubeObject deployment) {
        return deployment.json().at("/spec/replicas").asInt(1);
    }

    private static String status(KubeObject deployment) {
        return "{\"status\":{\"observedGeneration\":" + deployment.generation() + ",\"replicas\":"
                + replicas(deployment) + ",\"readyReplicas\":" + replicas(deployment) + "}}";
    }
}
