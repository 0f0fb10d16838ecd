package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import org.junit.jupiter.api.Test;

/** A namespace of a federation API without a namespace controller goes, and takes its content along in every member. */
@RealClusters
@RunningControllers
class NamespaceDeletionIT {

    private final RealFederation real;
    private final Kubectl federation;

    NamespaceDeletionIT(RealFederation real) {
        this.real = real;
        this.federation = real.federationApi().kubectl();
    }

    @Test
    void takesTheContentAlongEvenIfItIsOrphanedItself() {
        fill("going");
        fill("staying");

        federation.run("delete", "namespace", "going", "--timeout=110s");
        federation.run("delete", "namespace", "staying", "--cascade=orphan", "--timeout=110s");

        for (RealCluster member : real.members()) {
            Waiting.until(() -> gone(member, "get", "namespace", "going"));
            Waiting.until(() -> gone(member, "get", "configmap", "content", "-n", "staying"));
            assertThat(member.kubectl().tryRun("get", "namespace", "staying").succeeded())
                    .isTrue();
        }
        Waiting.untilAsserted(() -> assertThat(federation.run("get", "clusterpropagations", "-o", "name"))
                .doesNotContain("namespaces.core.going", "namespaces.core.staying"));
    }

    private void fill(String namespace) {
        federation.apply("""
                {apiVersion: v1, kind: Namespace, metadata: {name: %1$s}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {name: content, namespace: %1$s}, data: {a: b}}
                """.formatted(namespace));
        for (RealCluster member : real.members()) {
            Waiting.until(() -> member.kubectl()
                    .tryRun("get", "configmap", "content", "-n", namespace)
                    .succeeded());
        }
    }

    private static boolean gone(RealCluster member, String... arguments) {
        return member.kubectl().tryRun(arguments).error().contains("not found");
    }
}
