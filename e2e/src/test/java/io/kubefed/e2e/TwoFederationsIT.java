package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import org.junit.jupiter.api.Test;

/** Two federations have one member, and neither touches what is the other's. */
@RealClusters(federations = 2, members = 1)
class TwoFederationsIT {

    private static final String OWNER = "jsonpath={.metadata.labels.federation\\.kubefed\\.io/owner}";

    private final RealFederation real;
    private final RealCluster one;
    private final RealCluster other;
    private final Kubectl member;

    TwoFederationsIT(RealFederation real) {
        this.real = real;
        this.one = real.federationApis().get(0);
        this.other = real.federationApis().get(1);
        this.member = real.member(0).kubectl();
    }

    @Test
    void keepApart() {
        try (RunningFederation ones = new RunningFederation(real, one);
                RunningFederation others = new RunningFederation(real, other)) {
            ones.joinAll();
            others.joinAll();
            one.kubectl().apply(configMap("one", "from: one"));
            other.kubectl().apply(configMap("other", "from: other"));
            awaitData("one", "{\"from\":\"one\"}");
            awaitData("other", "{\"from\":\"other\"}");
            assertThat(owner("one")).isEqualTo(uid(one));
            assertThat(owner("other")).isEqualTo(uid(other));

            // The same name: who comes second is told whose it is, and may not adopt it either.
            other.kubectl().apply(configMap("one", "from: other"));
            awaitConflict();
            other.kubectl().run("annotate", "configmap", "one", "federation.kubefed.io/adopt=true");
            member.run("patch", "configmap", "one", "--type=merge", "-p", "{\"data\":{\"from\":\"drift\"}}");
            awaitData("one", "{\"from\":\"one\"}");
            awaitConflict();

            // Neither one's restart nor its deletions and its departure are the other's.
            others.stop();
            others.start();
            other.kubectl().run("delete", "configmap", "one", "--timeout=60s");
            awaitData("one", "{\"from\":\"one\"}");
            other.kubectl()
                    .run(
                            "annotate",
                            "clusters.federation.kubefed.io",
                            "member-1",
                            "federation.kubefed.io/on-unjoin=delete");
            Waiting.untilAsserted(() -> assertThat(other.kubectl()
                            .run(
                                    "get",
                                    "clusters.federation.kubefed.io",
                                    "member-1",
                                    "-o",
                                    "jsonpath={.metadata.finalizers}"))
                    .contains("federation.kubefed.io/copies"));
            other.kubectl().run("delete", "clusters.federation.kubefed.io", "member-1", "--timeout=90s");
            assertThat(member.tryRun("get", "configmap", "other").error()).contains("not found");
            assertThat(owner("one")).isEqualTo(uid(one));
            assertThat(one.kubectl()
                            .run(
                                    "get",
                                    "clusters.federation.kubefed.io",
                                    "member-1",
                                    "-o",
                                    "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}"))
                    .isEqualTo("True");
        }
    }

    private void awaitConflict() {
        Waiting.untilAsserted(() -> assertThat(other.kubectl()
                        .run(
                                "get",
                                "propagation",
                                "configmaps.core.one",
                                "-o",
                                "jsonpath={.members[0].state} {.members[0].message}"))
                .isEqualTo("Conflict an object of this name belongs to federation " + uid(one)));
    }

    private void awaitData(String name, String data) {
        Waiting.untilAsserted(() -> assertThat(member.run("get", "configmap", name, "-o", "jsonpath={.data}"))
                .isEqualTo(data));
    }

    private String owner(String name) {
        return member.run("get", "configmap", name, "-o", OWNER);
    }

    private static String uid(RealCluster federationApi) {
        return federationApi.kubectl().run("get", "namespace", "federation-system", "-o", "jsonpath={.metadata.uid}");
    }

    private static String configMap(String name, String data) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s, namespace: default}
                data: {%s}
                """.formatted(name, data);
    }
}
