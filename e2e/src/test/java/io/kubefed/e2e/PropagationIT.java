package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import org.junit.jupiter.api.Test;

/** What users do first: objects go out, stay true, and go away. */
@RealClusters
@RunningControllers
class PropagationIT {

    private final RealFederation real;
    private final Kubectl federation;

    PropagationIT(RealFederation real) {
        this.real = real;
        this.federation = real.federationApi().kubectl();
    }

    private static String configMap(String name, String data) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: %s, namespace: default}
                data: {%s}
                """.formatted(name, data);
    }

    private static String data(RealCluster member, String name) {
        return member.kubectl().run("get", "configmap", name, "-o", "jsonpath={.data}");
    }

    @Test
    void createsEditsAndRemovesFields() {
        federation.apply(configMap("hello", "greeting: hello, colour: red"));
        everywhere("hello", "{\"colour\":\"red\",\"greeting\":\"hello\"}");
        Waiting.untilAsserted(() -> assertThat(record("configmaps.core.hello", "{.applied}/{.wanted}"))
                .isEqualTo("2/2"));

        federation.apply(configMap("hello", "greeting: good morning"));

        everywhere("hello", "{\"greeting\":\"good morning\"}");
    }

    @Test
    void repairsDrift() {
        federation.apply(configMap("drift", "greeting: hello"));
        everywhere("drift", "{\"greeting\":\"hello\"}");
        Kubectl first = real.member(0).kubectl();

        first.run("patch", "configmap", "drift", "--type=merge", "-p", "{\"data\":{\"greeting\":\"bye\"}}");
        everywhere("drift", "{\"greeting\":\"hello\"}");

        said("kubectl-patch", "kubectl-patch changed .data.greeting; put back");
        first.run("patch", "configmap", "drift", "--type=json", "-p", "[{\"op\":\"remove\",\"path\":\"/data\"}]");
        everywhere("drift", "{\"greeting\":\"hello\"}");
        said("", "someone removed or changed .data.greeting; put back");

        first.run("delete", "configmap", "drift");
        everywhere("drift", "{\"greeting\":\"hello\"}");

        first.run("label", "configmap", "drift", "federation.kubefed.io/owner-");
        Waiting.untilAsserted(
                () -> assertThat(first.run("get", "configmap", "drift", "-o", "jsonpath={.metadata.labels}"))
                        .contains("federation.kubefed.io/owner"));
    }

    private void said(String rival, String message) {
        Waiting.untilAsserted(
                () -> assertThat(record("configmaps.core.drift", "{.members[0].rival}: {.members[0].message}"))
                        .isEqualTo(rival + ": " + message));
    }

    @Test
    void leavesAForeignObjectAloneUntilItMayAdoptIt() {
        Kubectl first = real.member(0).kubectl();
        first.apply(configMap("taken", "mine: \"yes\""));

        federation.apply(configMap("taken", "greeting: hello"));

        Waiting.untilAsserted(
                () -> assertThat(record("configmaps.core.taken", "{.members[0].state} {.members[0].rival}"))
                        .isEqualTo("Conflict kubectl"));
        assertThat(data(real.member(0), "taken")).isEqualTo("{\"mine\":\"yes\"}");
        assertThat(data(real.member(1), "taken")).isEqualTo("{\"greeting\":\"hello\"}");

        federation.run("annotate", "configmap", "taken", "federation.kubefed.io/adopt=true");
        Waiting.untilAsserted(
                () -> assertThat(data(real.member(0), "taken")).isEqualTo("{\"greeting\":\"hello\",\"mine\":\"yes\"}"));
    }

    @Test
    void movesWithTheSelectorAndTheLabelsOfClusters() {
        String onlyFirst = "[{\"key\":\"name\",\"operator\":\"in\",\"values\":[\"member-1\"]}]";
        federation.apply(configMap("placed", "greeting: hello"));
        everywhere("placed", "{\"greeting\":\"hello\"}");

        federation.run("annotate", "configmap", "placed", SELECTOR + "=" + onlyFirst);
        absent(real.member(1), "placed");
        assertThat(data(real.member(0), "placed")).isEqualTo("{\"greeting\":\"hello\"}");

        federation.run("annotate", "--overwrite", "configmap", "placed", SELECTOR + "=nonsense");
        Waiting.untilAsserted(
                () -> assertThat(record("configmaps.core.placed", "{.conditions[?(@.type==\"Propagated\")].message}"))
                        .contains("nonsense")
                        .contains(SELECTOR));
        assertThat(data(real.member(0), "placed")).isEqualTo("{\"greeting\":\"hello\"}");

        federation.run("annotate", "--overwrite", "configmap", "placed", SELECTOR + "=" + onlyFirst);
        federation.run("label", "--overwrite", "clusters.federation.kubefed.io", "member-2", "name=member-1");
        everywhere("placed", "{\"greeting\":\"hello\"}");
        federation.run("label", "--overwrite", "clusters.federation.kubefed.io", "member-2", "name=member-2");
        absent(real.member(1), "placed");
    }

    @Test
    void cascadesForKubectlAndOrphansOtherwise() {
        federation.apply(configMap("cascading", "a: b"));
        federation.apply(configMap("orphaned", "a: b"));
        federation.apply(configMap("asked", "a: b"));
        everywhere("cascading", "{\"a\":\"b\"}");
        everywhere("orphaned", "{\"a\":\"b\"}");
        everywhere("asked", "{\"a\":\"b\"}");

        federation.run("delete", "configmap", "cascading", "--timeout=60s");
        federation.run("delete", "configmap", "orphaned", "--cascade=orphan", "--timeout=60s");
        federation.run("delete", "--raw", "/api/v1/namespaces/default/configmaps/asked");

        real.members().forEach(member -> absent(member, "cascading"));
        Waiting.until(() -> !federation.tryRun("get", "configmap", "asked").succeeded());
        Waiting.until(() -> !federation
                .tryRun("get", "propagation", "configmaps.core.cascading")
                .succeeded());
        Waiting.until(() -> !federation
                .tryRun("get", "propagation", "configmaps.core.asked")
                .succeeded());
        real.members().forEach(member -> assertThat(data(member, "orphaned")).isEqualTo("{\"a\":\"b\"}"));
        real.members().forEach(member -> assertThat(data(member, "asked")).isEqualTo("{\"a\":\"b\"}"));
    }

    @Test
    void makesTheNamespaceBeforeItsContent() {
        federation.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: key, namespace: shop}
                stringData: {password: secret}
                """.replace(
                        "apiVersion: v1\nkind: Secret",
                        "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\napiVersion: v1\nkind: Secret"));

        for (RealCluster member : real.members()) {
            Waiting.untilAsserted(() -> assertThat(member.kubectl()
                            .run("get", "secret", "key", "-n", "shop", "-o", "jsonpath={.data.password}"))
                    .isEqualTo("c2VjcmV0"));
        }
    }

    @Test
    void saysWhatAMemberRefuses() {
        federation.apply("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: fixed, namespace: default}
                spec:
                  completions: 1
                  template:
                    spec:
                      restartPolicy: Never
                      containers: [{name: main, image: none}]
                """);
        for (RealCluster member : real.members()) {
            Waiting.untilAsserted(() -> member.kubectl().run("get", "job", "fixed"));
        }

        // The federation API refuses the change itself; a template made anew is another Job to it, and the same to the
        // members.
        federation.run("delete", "job", "fixed", "--cascade=orphan");
        federation.apply("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: fixed, namespace: default}
                spec:
                  completions: 2
                  template:
                    spec:
                      restartPolicy: Never
                      containers: [{name: main, image: none}]
                """);

        Waiting.untilAsserted(() -> assertThat(record("jobs.batch.fixed", "{.members[0].state} {.members[0].message}"))
                .startsWith("Rejected")
                .contains("field is immutable"));
    }

    private static final String SELECTOR = "federation.alpha.kubernetes.io/cluster-selector";

    private void everywhere(String name, String data) {
        for (RealCluster member : real.members()) {
            Waiting.untilAsserted(() -> assertThat(data(member, name)).isEqualTo(data));
        }
    }

    private static void absent(RealCluster member, String name) {
        Waiting.until(
                () -> member.kubectl().tryRun("get", "configmap", name).error().contains("not found"));
    }

    private String record(String name, String path) {
        return federation.run("get", "propagation", name, "-o", "jsonpath=" + path);
    }
}
