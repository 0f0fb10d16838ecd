package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import org.junit.jupiter.api.Test;

/**
 * v1's contract of deletion on a federation API where a garbage collector runs, which takes the finalizer {@code orphan} off
 * orphaned objects before we may have seen it.
 */
@RealClusters(members = 1, federationApi = RealCluster.Shape.CONTROLLERS)
@RunningControllers
class GarbageCollectorIT {

    private final RealFederation real;
    private final Kubectl federation;
    private final RunningFederation running;

    GarbageCollectorIT(RealFederation real, RunningFederation running) {
        this.real = real;
        this.running = running;
        this.federation = real.federationApi().kubectl();
    }

    @Test
    void keepsTheContractWhileItLooks() {
        spread("gc-background", "gc-orphan", "gc-raw");

        deleteAll("gc");

        awaitContract("gc");
    }

    @Test
    void keepsTheContractWhenItWasAway() {
        spread("late-background", "late-orphan", "late-raw");
        running.stop();

        deleteAll("late");
        // The collector has done its work when the finalizer is gone.
        Waiting.until(() -> !finalizers("late-orphan").contains("\"orphan\""));
        Waiting.until(() -> !finalizers("late-raw").contains("\"orphan\""));
        running.start();

        awaitContract("late");
    }

    private void spread(String... names) {
        for (String name : names) {
            federation.apply("""
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: %s, namespace: default}
                    data: {a: b}
                    """.formatted(name));
        }
        for (String name : names) {
            Waiting.until(() -> exists(real.member(0).kubectl(), name));
        }
    }

    private void deleteAll(String prefix) {
        federation.run("delete", "configmap", prefix + "-background", "--wait=false");
        federation.run("delete", "configmap", prefix + "-orphan", "--cascade=orphan", "--wait=false");
        federation.run("delete", "--raw", "/api/v1/namespaces/default/configmaps/" + prefix + "-raw");
    }

    private void awaitContract(String prefix) {
        for (String name : new String[] {prefix + "-background", prefix + "-orphan", prefix + "-raw"}) {
            Waiting.until(() -> !exists(federation, name));
        }
        assertThat(exists(real.member(0).kubectl(), prefix + "-background")).isFalse();
        assertThat(exists(real.member(0).kubectl(), prefix + "-orphan")).isTrue();
        assertThat(exists(real.member(0).kubectl(), prefix + "-raw")).isTrue();
    }

    private String finalizers(String name) {
        return federation.run("get", "configmap", name, "-o", "jsonpath={.metadata.finalizers}");
    }

    private static boolean exists(Kubectl kubectl, String name) {
        Kubectl.Result result = kubectl.tryRun("get", "configmap", name);
        if (!result.succeeded() && !result.error().contains("not found")) {
            throw new IllegalStateException(result.error());
        }
        return result.succeeded();
    }
}
