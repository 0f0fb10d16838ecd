package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workloads run in the members, and their status comes back. */
@RealClusters(members = 3, shape = RealCluster.Shape.WORKLOADS)
@RunningControllers
class WorkloadIT {

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop, namespace: default}
            spec:
              replicas: %d
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec:
                  automountServiceAccountToken: false
                  containers: [{name: main, image: "shop:1"}]
            """;

    private final RealFederation real;
    private final Kubectl federation;

    WorkloadIT(RealFederation real) {
        this.real = real;
        this.federation = real.federationApi().kubectl();
    }

    @AfterEach
    void stop() {
        federation.run("delete", "deployment", "shop", "--ignore-not-found");
    }

    @Test
    void bringsTheStatusOfCopiesBackAndThenRests() {
        federation.apply(DEPLOYMENT.formatted(4));

        awaitStatus("4 4 1 True");

        federation.run("scale", "deployment", "shop", "--replicas=6");
        awaitStatus("6 6 2 True");
        String settled = version();
        Awaitility.await()
                .during(Duration.ofSeconds(6))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(version()).isEqualTo(settled));
    }

    @Test
    void putsBackWhatARivalScaledAndNamesIt() {
        federation.apply(DEPLOYMENT.formatted(3));
        awaitStatus("3 3 1 True");

        real.member(0).kubectl().run("scale", "deployment", "shop", "--replicas=5");

        Waiting.untilAsserted(() -> assertThat(
                        real.member(0).kubectl().run("get", "deployment", "shop", "-o", "jsonpath={.spec.replicas}"))
                .isEqualTo("1"));
        Waiting.untilAsserted(() -> assertThat(federation.run(
                        "get",
                        "propagation",
                        "deployments.apps.shop",
                        "-o",
                        "jsonpath={.members[0].state} {.members[0].rival}: {.members[0].message}"))
                .isEqualTo("Applied kubectl: kubectl changed .spec.replicas; put back"));
    }

    private void awaitStatus(String wanted) {
        Waiting.untilAsserted(() -> assertThat(federation.run(
                        "get",
                        "deployment",
                        "shop",
                        "-o",
                        "jsonpath={.status.readyReplicas} {.status.availableReplicas} {.status.observedGeneration}"
                                + " {.status.conditions[?(@.type==\"Available\")].status}"))
                .isEqualTo(wanted));
    }

    private String version() {
        return federation.run("get", "deployment", "shop", "-o", "jsonpath={.metadata.resourceVersion}");
    }
}
