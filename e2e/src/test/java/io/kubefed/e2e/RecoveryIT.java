package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import org.junit.jupiter.api.Test;

/** Parts that die, and come back: nothing is lost, and nothing is deleted that no user deleted. */
@RealClusters
@RunningControllers
class RecoveryIT {

    private final RealFederation real;
    private final Kubectl federation;
    private final RunningFederation running;

    RecoveryIT(RealFederation real, RunningFederation running) {
        this.real = real;
        this.running = running;
        this.federation = real.federationApi().kubectl();
    }

    @Test
    void catchesUpWithAMemberThatWasAway() {
        apply("away", "v: one");
        everywhere("away", "{\"v\":\"one\"}");
        real.member(1).kill();

        apply("away", "v: two");
        Waiting.untilAsserted(() -> assertThat(data(real.member(0), "away")).isEqualTo("{\"v\":\"two\"}"));
        Waiting.untilAsserted(() -> assertThat(ready("member-2")).isEqualTo("False"));
        Waiting.untilAsserted(
                () -> assertThat(record("configmaps.core.away", "{.members[1].state} {.members[1].message}"))
                        .isEqualTo("Waiting member is offline"));

        real.member(1).restart();
        everywhere("away", "{\"v\":\"two\"}");
        Waiting.untilAsserted(() -> assertThat(ready("member-2")).isEqualTo("True"));
    }

    @Test
    void givesUpAMemberThatStaysAwayAndCleansItWhenItIsBack() {
        apply("left", "v: one");
        everywhere("left", "{\"v\":\"one\"}");
        real.member(1).kill();
        Waiting.untilAsserted(() -> assertThat(ready("member-2")).isEqualTo("False"));

        federation.run("delete", "configmap", "left", "--timeout=90s");

        assertThat(record("configmaps.core.left", "{.members[0].name} {.members[0].state}"))
                .isEqualTo("member-2 Tombstone");
        real.member(1).restart();
        Waiting.until(() ->
                !real.member(1).kubectl().tryRun("get", "configmap", "left").succeeded());
        Waiting.until(() ->
                !federation.tryRun("get", "propagation", "configmaps.core.left").succeeded());
    }

    @Test
    void survivesTheDeathOfTheFederationApi() {
        apply("survivor", "v: one");
        everywhere("survivor", "{\"v\":\"one\"}");

        real.federationApi().kill();
        real.member(0).kubectl().run("delete", "configmap", "survivor");
        Waiting.untilAsserted(() -> assertThat(data(real.member(0), "survivor")).isEqualTo("{\"v\":\"one\"}"));
        real.federationApi().restart();

        apply("survivor", "v: two");
        everywhere("survivor", "{\"v\":\"two\"}");
    }

    @Test
    void repairsWhatDriftedWhileNobodyLookedAndWritesNothingElse() {
        apply("watched", "v: one");
        apply("untouched", "v: one");
        everywhere("watched", "{\"v\":\"one\"}");
        everywhere("untouched", "{\"v\":\"one\"}");
        Waiting.untilAsserted(() ->
                assertThat(record("configmaps.core.untouched", "{.applied}")).isEqualTo("2"));
        Waiting.untilAsserted(() ->
                assertThat(record("configmaps.core.watched", "{.applied}")).isEqualTo("2"));
        running.stop();
        String before = version(real.member(0), "untouched");
        String templateBefore =
                federation.run("get", "configmap", "untouched", "-o", "jsonpath={.metadata.resourceVersion}");
        String recordBefore = record("configmaps.core.untouched", "{}");
        real.member(0)
                .kubectl()
                .run("patch", "configmap", "watched", "--type=merge", "-p", "{\"data\":{\"v\":\"drift\"}}");

        running.start();

        everywhere("watched", "{\"v\":\"one\"}");
        assertThat(version(real.member(0), "untouched")).isEqualTo(before);
        assertThat(federation.run("get", "configmap", "untouched", "-o", "jsonpath={.metadata.resourceVersion}"))
                .isEqualTo(templateBefore);
        assertThat(record("configmaps.core.untouched", "{}")).isEqualTo(recordBefore);
    }

    private static String version(RealCluster cluster, String name) {
        return cluster.kubectl().run("get", "configmap", name, "-o", "jsonpath={.metadata.resourceVersion}");
    }

    private String ready(String member) {
        return federation.run(
                "get",
                "clusters.federation.kubefed.io",
                member,
                "-o",
                "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}");
    }

    private void apply(String name, String data) {
        federation.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s, namespace: default}
                data: {%s}
                """.formatted(name, data));
    }

    private void everywhere(String name, String data) {
        for (RealCluster member : real.members()) {
            Waiting.untilAsserted(() -> assertThat(data(member, name)).isEqualTo(data));
        }
    }

    private static String data(RealCluster member, String name) {
        return member.kubectl().run("get", "configmap", name, "-o", "jsonpath={.data}");
    }

    private String record(String name, String path) {
        return federation.run("get", "propagation", name, "-o", "jsonpath=" + path);
    }
}
