package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas of workloads are divided over real members, where kwok plays their pods (E-RS-01 to 05). */
@RealClusters(members = 3, shape = RealCluster.Shape.WORKLOADS)
@RunningControllers
class ReplicasIT {

    private static final String PREFERENCES = "federation.kubernetes.io/deployment-preferences";
    private static final String CLUSTERS = "clusters.federation.kubefed.io";

    private final RealFederation real;
    private final RunningFederation running;
    private final Kubectl federation;

    ReplicasIT(RealFederation real, RunningFederation running) {
        this.real = real;
        this.running = running;
        this.federation = real.federationApi().kubectl();
    }

    /** A member that joins later gets nothing of what was given away before. */
    @BeforeEach
    void start() {
        federation.run("wait", "--for=condition=Ready", CLUSTERS, "--all", "--timeout=90s");
    }

    @AfterEach
    void stop() {
        federation.run("delete", "deployment,replicaset,statefulset", "--all", "--timeout=90s");
    }

    private static String workload(String kind, int replicas, String annotations) {
        String services = kind.equals("StatefulSet") ? "serviceName: spread" : "";
        return """
                apiVersion: apps/v1
                kind: %s
                metadata: {name: spread, namespace: default, annotations: {%s}}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: spread}}
                  %s
                  template:
                    metadata: {labels: {app: spread}}
                    spec:
                      automountServiceAccountToken: false
                      containers: [{name: main, image: "shop:1"}]
                """.formatted(kind, annotations, replicas, services);
    }

    private static String annotation(String name, String json) {
        return name + ": '" + json + "'";
    }

    private void deployment(int replicas, String preferences) {
        federation.apply(
                workload("Deployment", replicas, preferences.isEmpty() ? "" : annotation(PREFERENCES, preferences)));
    }

    private void annotate(String value) {
        federation.run("annotate", "--overwrite", "deployment", "spread", value);
    }

    private static String weights(boolean rebalance, int first, int second, int third) {
        return "{\"rebalance\":%s,\"clusters\":{\"member-1\":{\"weight\":%d},\"member-2\":{\"weight\":%d},\"member-3\":{\"weight\":%d}}}"
                .formatted(rebalance, first, second, third);
    }

    /** Wanted replicas of the copies in the order of members, {@code -} for no copy, once that many are ready. */
    private void awaitSpread(String kind, String expected) {
        Waiting.untilAsserted(() -> assertThat(spread(kind, "{.spec.replicas}")).isEqualTo(expected));
        String ready = expected.replace("0", "");
        Waiting.untilAsserted(
                () -> assertThat(spread(kind, "{.status.readyReplicas}")).isEqualTo(ready));
    }

    private String spread(String kind, String path) {
        return real.members().stream()
                .map(member -> member.kubectl().tryRun("get", kind, "spread", "-o", "jsonpath=" + path))
                .map(result -> result.succeeded() ? result.output() : "-")
                .collect(Collectors.joining(" "));
    }

    private String record(String path) {
        return federation.run("get", "propagation", "deployments.apps.spread", "-o", "jsonpath=" + path);
    }

    private String status(String path) {
        return federation.run("get", "deployment", "spread", "-o", "jsonpath={.status" + path + "}");
    }

    @Test
    void followsWeightsScaleAndRebalancing() {
        deployment(9, weights(false, 2, 1, 0));
        awaitSpread("deployment", "6 3 -");
        Waiting.untilAsserted(() -> assertThat(status(".readyReplicas")).isEqualTo("9"));
        Waiting.untilAsserted(() -> assertThat(record("{.replicas.summary} {.replicas.spread}"))
                .isEqualTo("9/9 member-1 6/6, member-2 3/3"));
        assertThat(record("{.applied}/{.wanted} {.conditions[?(@.type==\"Placed\")].status}"))
                .isEqualTo("2/2 True");

        federation.run("scale", "deployment", "spread", "--replicas=12");
        awaitSpread("deployment", "8 4 -");

        annotate(PREFERENCES + "=" + weights(false, 1, 1, 1));
        federation.run("scale", "deployment", "spread", "--replicas=15");
        awaitSpread("deployment", "8 4 3");

        annotate(PREFERENCES + "=" + weights(true, 1, 1, 1));
        awaitSpread("deployment", "5 5 5");
        Waiting.untilAsserted(() -> assertThat(status(".readyReplicas")).isEqualTo("15"));

        federation.run("scale", "deployment", "spread", "--replicas=0");
        awaitSpread("deployment", "0 0 0");
        Waiting.untilAsserted(() -> assertThat(status(".readyReplicas")).isEmpty());
        federation.run("scale", "deployment", "spread", "--replicas=3");
        awaitSpread("deployment", "1 1 1");
    }

    @Test
    void movesReplicasWithTheLabelsOfClusters() {
        String selector = "[{\"key\":\"name\",\"operator\":\"in\",\"values\":[\"member-1\",\"member-2\"]}]";
        federation.apply(
                workload("Deployment", 8, annotation("federation.alpha.kubernetes.io/cluster-selector", selector)));
        awaitSpread("deployment", "4 4 -");

        federation.run("label", "--overwrite", CLUSTERS, "member-2", "name=elsewhere");
        awaitSpread("deployment", "8 - -");

        federation.run("label", "--overwrite", CLUSTERS, "member-2", "name=member-2");
        annotate(PREFERENCES + "={\"rebalance\":true,\"clusters\":{\"*\":{\"weight\":1}}}");
        awaitSpread("deployment", "4 4 -");
    }

    @Test
    void keepsNewReplicasAwayFromACordonedMember() {
        deployment(6, "");
        awaitSpread("deployment", "2 2 2");

        cordon("member-3", "true");
        awaitSpreadOnceScaled(6, 10, "4 4 2");

        cordon("member-3", "null");
        awaitSpreadOnceScaled(10, 12, "4 4 4");
    }

    private void cordon(String member, String cordoned) {
        federation.run(
                "patch", CLUSTERS, member, "--type=merge", "-p", "{\"spec\":{\"unschedulable\":" + cordoned + "}}");
    }

    /** A cordon shows only when replicas are given; it may take effect a moment after the first try. */
    private void awaitSpreadOnceScaled(int from, int to, String expected) {
        Waiting.untilAsserted(() -> {
            for (int replicas : new int[] {from, to}) {
                federation.run("scale", "deployment", "spread", "--replicas=" + replicas);
                awaitSum(replicas);
            }
            assertThat(spread("deployment", "{.spec.replicas}")).isEqualTo(expected);
        });
    }

    private void awaitSum(int replicas) {
        Waiting.untilAsserted(() -> assertThat(
                        Stream.of(spread("deployment", "{.spec.replicas}").split(" "))
                                .mapToInt(Integer::parseInt)
                                .sum())
                .isEqualTo(replicas));
    }

    @Test
    void goesElsewhereWithWhatAMemberHasNoRoomFor() {
        Kubectl first = real.member(0).kubectl();
        String node = first.run("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
        first.run("cordon", node);
        try {
            deployment(6, "");
            awaitSpread("deployment", "0 3 3");
            Waiting.untilAsserted(() -> assertThat(status(".readyReplicas")).isEqualTo("6"));
        } finally {
            first.run("uncordon", node);
        }
    }

    @Test
    void restsAndRemembersOverARestart() {
        deployment(9, weights(false, 2, 1, 0));
        awaitSpread("deployment", "6 3 -");
        annotate(PREFERENCES + "=" + weights(false, 1, 2, 0));
        Waiting.untilAsserted(() -> assertThat(running.isIdle()).isTrue());
        Waiting.untilAsserted(() -> assertThat(record("{.replicas.summary}")).isEqualTo("9/9"));
        List<String> settled = versions();

        running.stop();
        running.start();

        Awaitility.await()
                .during(Duration.ofSeconds(8))
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(versions()).isEqualTo(settled));
    }

    private List<String> versions() {
        return List.of(
                record("{.metadata.resourceVersion}"),
                federation.run("get", "deployment", "spread", "-o", "jsonpath={.metadata.resourceVersion}"),
                spread("deployment", "{.metadata.resourceVersion}"));
    }

    @Test
    void saysWithNumbersWhatHasNoPlaceAndWhatItCannotRead() {
        deployment(9, "{\"clusters\":{\"*\":{\"weight\":1,\"maxReplicas\":2}}}");
        awaitSpread("deployment", "2 2 2");
        Waiting.untilAsserted(() -> assertThat(record("{.problem}: {.conditions[?(@.type==\"Placed\")].message}"))
                .isEqualTo("NoPlace: 3 of 9 replicas have no place: member-1 takes 2 at most, member-2 takes 2 at most,"
                        + " member-3 takes 2 at most"));

        annotate(PREFERENCES + "={\"clusters\":{\"member-1\":{\"wieght\":1}}}");
        Waiting.untilAsserted(
                () -> assertThat(record("{.conditions[?(@.type==\"Placed\")].reason}: {.conditions[*].message}"))
                        .startsWith("InvalidPreferences")
                        .contains("wieght"));
        assertThat(spread("deployment", "{.spec.replicas}")).isEqualTo("2 2 2");

        annotate(PREFERENCES + "={\"clusters\":{\"*\":{\"weight\":1}}}");
        awaitSpread("deployment", "3 3 3");
        Waiting.untilAsserted(() -> assertThat(record("{.problem}")).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"ReplicaSet, replica-set-preferences", "StatefulSet, stateful-set-preferences"})
    void dividesOtherWorkloadsToo(String kind, String name) {
        federation.apply(workload(
                kind,
                7,
                annotation(
                        "federation.kubernetes.io/" + name,
                        "{\"clusters\":{\"member-3\":{\"minReplicas\":3},"
                                + "\"member-1\":{\"weight\":1,\"maxReplicas\":2},\"*\":{\"weight\":1}}}")));

        awaitSpread(kind, "2 2 3");
        Waiting.untilAsserted(() -> assertThat(federation.run(
                        "get", kind, "spread", "-o", "jsonpath={.status.readyReplicas} {.status.replicas}"))
                .isEqualTo("7 7"));
    }
}
