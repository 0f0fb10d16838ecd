package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import org.junit.jupiter.api.Test;

/** A member whose schema lacks fields gets the rest, and the rest of those when its schema has them. */
@RealClusters
@RunningControllers
class UnknownFieldsIT {

    private static final String COLOUR = "colour: {type: string}, shades: {type: array, items: {type: string}},";
    private static final String LAMP = """
            apiVersion: light.example.com/v1
            kind: Lamp
            metadata: {name: desk, namespace: default}
            spec: {watts: %d, colour: red, shades: [dark, light]}
            """;

    private final Kubectl federation;
    private final Kubectl first;
    private final Kubectl second;
    private final RunningFederation running;

    UnknownFieldsIT(RealFederation real, RunningFederation running) {
        this.running = running;
        this.federation = real.federationApi().kubectl();
        this.first = real.member(0).kubectl();
        this.second = real.member(1).kubectl();
    }

    private static String definition(String more) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: lamps.light.example.com}
                spec:
                  group: light.example.com
                  scope: Namespaced
                  names: {plural: lamps, singular: lamp, kind: Lamp}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec:
                            type: object
                            properties: {%s watts: {type: integer}}
                """.formatted(more);
    }

    @Test
    void leavesOutWhatAMemberDoesNotKnowAndSaysSo() {
        second.apply(definition(""));
        federation.apply(definition(COLOUR));
        Waiting.untilAsserted(() -> federation.apply(LAMP.formatted(40)));

        Waiting.untilAsserted(() -> assertThat(spec(first)).isEqualTo("40 red"));
        Waiting.untilAsserted(() -> assertThat(spec(second)).isEqualTo("40"));
        Waiting.untilAsserted(() -> assertThat(record("{.members[1].state}: {.members[1].message}"))
                .startsWith("Applied: without ")
                .contains(".spec.colour")
                .contains(".spec.shades"));
        assertThat(record("{.members[0].state}{.members[0].message}")).isEqualTo("Applied");
        Waiting.untilAsserted(() ->
                assertThat(federation.run("get", "propagations")).containsPattern("lamps.*member-2: without .spec"));
        assertThat(record("{.conditions[?(@.type==\"Propagated\")].status}"
                        + " {.conditions[?(@.type==\"Propagated\")].reason}"))
                .isEqualTo("True FieldsLeftOut");

        federation.apply(LAMP.formatted(60));
        Waiting.untilAsserted(() -> assertThat(spec(second)).isEqualTo("60"));
        Waiting.until(running::isIdle);
        String before = version(second);
        String recordBefore = record("{}");
        running.stop();
        running.start();
        Waiting.until(running::isIdle);
        second.run("patch", "lamp", "desk", "--type=merge", "-p", "{\"spec\":{\"watts\":1}}");
        Waiting.untilAsserted(() -> assertThat(spec(second)).isEqualTo("60"));
        assertThat(Long.parseLong(version(second))).isGreaterThan(Long.parseLong(before));
        assertThat(recordBefore).contains(".spec.colour");

        // The definition there becomes ours, and knows the fields.
        federation.run("annotate", "crd", "lamps.light.example.com", "federation.kubefed.io/adopt=true");
        Waiting.untilAsserted(() -> assertThat(spec(second)).isEqualTo("60 red"));
        Waiting.untilAsserted(() ->
                assertThat(record("{.members[1].state}{.members[1].leftOut}")).isEqualTo("Applied"));
    }

    /** Resources of whole Pods came with Kubernetes 1.32: with {@code make test-skew} a member is older than that. */
    @Test
    void givesAnOlderKubernetesWhatItKnows() {
        federation.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: modern, namespace: default}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: modern}}
                  template:
                    metadata: {labels: {app: modern}}
                    spec:
                      resources: {requests: {cpu: "1"}}
                      containers: [{name: main, image: none}]
                """);

        expectLeftOut(first, 0);
        expectLeftOut(second, 1);
        federation.run("delete", "deployment", "modern", "--timeout=90s");
    }

    private void expectLeftOut(Kubectl member, int index) {
        String version = member.run("get", "--raw", "/version");
        boolean knows = Integer.parseInt(version.replaceAll("(?s).*\"minor\": *\"([0-9]+).*", "$1")) >= 32;
        Waiting.untilAsserted(() -> assertThat(federation.run(
                        "get",
                        "propagation",
                        "deployments.apps.modern",
                        "-o",
                        "jsonpath={.members[" + index + "].state} {.members[" + index + "].leftOut[*]}"))
                .as(version)
                .isEqualTo(knows ? "Applied" : "Applied .spec.template.spec.resources"));
    }

    private static String spec(Kubectl member) {
        return member.run("get", "lamp", "desk", "-o", "jsonpath={.spec.watts} {.spec.colour}")
                .strip();
    }

    private static String version(Kubectl member) {
        return member.run("get", "lamp", "desk", "-o", "jsonpath={.metadata.resourceVersion}");
    }

    private String record(String path) {
        return federation.run("get", "propagation", "lamps.light.example.com.desk", "-o", "jsonpath=" + path);
    }
}
