package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stays in a member that leaves: its copies, unless its Cluster asks for their deletion. */
@RealClusters
@RunningControllers
class UnjoinIT {

    private static final String ON_UNJOIN = "federation.kubefed.io/on-unjoin";
    private static final String FINALIZER = "federation.kubefed.io/copies";

    private final RealFederation real;
    private final Kubectl federation;
    private final Kubectl second;

    UnjoinIT(RealFederation real) {
        this.real = real;
        this.federation = real.federationApi().kubectl();
        this.second = real.member(1).kubectl();
    }

    @AfterEach
    void stop() {
        Joining.join(real.federationApi(), real.member(1));
        federation.run("delete", "configmaps", "-l", "unjoin=yes");
    }

    @Test
    void leavesTheCopiesOfAMemberThatLeaves() {
        apply("stays");
        awaitCopy("stays");

        federation.run("delete", "clusters.federation.kubefed.io", "member-2", "--timeout=60s");

        Waiting.untilAsserted(() -> assertThat(record("stays")).isEqualTo("member-1"));
        assertThat(exists("stays")).isTrue();
    }

    @Test
    void deletesTheCopiesIfTheClusterAsksForIt() {
        second.apply(configMap("foreign", ""));
        apply("goes");
        apply("foreign");
        awaitCopy("goes");
        annotate("delete");
        Waiting.untilAsserted(
                () -> assertThat(cluster("{.metadata.finalizers[*]}")).isEqualTo(FINALIZER));

        federation.run("delete", "clusters.federation.kubefed.io", "member-2", "--timeout=90s");

        assertThat(exists("goes")).isFalse();
        assertThat(exists("foreign")).isTrue();
        assertThat(real.member(0).kubectl().tryRun("get", "configmap", "goes").succeeded())
                .isTrue();
        Waiting.untilAsserted(() -> assertThat(record("goes")).isEqualTo("member-1"));
        second.run("delete", "configmap", "foreign");
    }

    @Test
    void saysWhyAMemberCannotLeaveAndLetsItGoWithoutTheAnnotation() {
        apply("held");
        awaitCopy("held");
        annotate("delete");
        Waiting.untilAsserted(
                () -> assertThat(cluster("{.metadata.finalizers[*]}")).isEqualTo(FINALIZER));
        real.member(1).kill();

        federation.run("delete", "clusters.federation.kubefed.io", "member-2", "--wait=false");
        Waiting.untilAsserted(() -> assertThat(cluster("{.status.conditions[?(@.type==\"Unjoined\")].message}"))
                .matches("member is offline; [0-9]+ cop(y is|ies are) known to be in it.*")
                .contains(ON_UNJOIN)
                .contains(FINALIZER));

        annotate("orphan");
        Waiting.until(() -> !federation
                .tryRun("get", "clusters.federation.kubefed.io", "member-2")
                .succeeded());
        real.member(1).restart();
        assertThat(exists("held")).isTrue();
    }

    private void apply(String name) {
        federation.apply(configMap(name, "labels: {unjoin: \"yes\"}"));
    }

    private static String configMap(String name, String metadata) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s, namespace: default, %s}
                data: {a: b}
                """.formatted(name, metadata);
    }

    private void annotate(String value) {
        federation.run(
                "annotate", "--overwrite", "clusters.federation.kubefed.io", "member-2", ON_UNJOIN + "=" + value);
    }

    private void awaitCopy(String name) {
        Waiting.until(() -> exists(name));
        Waiting.untilAsserted(() -> assertThat(record(name)).isEqualTo("member-1 member-2"));
    }

    private boolean exists(String name) {
        Kubectl.Result result = second.tryRun("get", "configmap", name);
        if (!result.succeeded() && !result.error().contains("not found")) {
            throw new IllegalStateException(result.error());
        }
        return result.succeeded();
    }

    private String record(String name) {
        return federation.run("get", "propagation", "configmaps.core." + name, "-o", "jsonpath={.members[*].name}");
    }

    private String cluster(String path) {
        return federation.run("get", "clusters.federation.kubefed.io", "member-2", "-o", "jsonpath=" + path);
    }
}
