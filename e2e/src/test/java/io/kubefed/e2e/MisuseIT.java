package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users get wrong is told in a sentence, hurts nothing else, and works as soon as it is right. */
@RealClusters
class MisuseIT {

    private final RealFederation real;
    private final Kubectl federation;
    private RunningFederation running;

    MisuseIT(RealFederation real) {
        this.real = real;
        this.federation = real.federationApi().kubectl();
    }

    @BeforeEach
    void start() {
        running = new RunningFederation(real);
    }

    @AfterEach
    void stop() {
        federation.run("delete", "clusters.federation.kubefed.io", "wrong", "--ignore-not-found");
        federation.run("delete", "secret", "-n", "federation-system", "wrong", "--ignore-not-found");
        running.close();
    }

    @Test
    void saysWhatIsWrongWithAMemberAndTakesItInWhenItIsRight() {
        cluster("0.0.0.0/0");
        awaitReady("False", "Secret federation-system/wrong: there is none");

        secret("kubeconfig", "users: [{name: u, user: {exec: {command: /bin/sh}}}]");
        awaitReady("False", "kubeconfig");

        secret("token", "nonsense");
        awaitReady("False", "ca.crt");

        cluster("not-a-network");
        awaitReady("False", "clientCIDR \"not-a-network\" is no network");

        cluster("0.0.0.0/0");
        federation.run("delete", "secret", "-n", "federation-system", "wrong");
        federation.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: wrong, namespace: federation-system}
                data: {token: %s, ca.crt: %s}
                """.formatted(
                        base64(real.member(0).token()), base64(real.member(0).caPem())));
        awaitReady("True", "");
        assertThat(federation.run(
                        "get",
                        "clusters.federation.kubefed.io",
                        "member-1",
                        "-o",
                        "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}"))
                .isEqualTo("True");
    }

    @Test
    void leavesAPausedTemplateAlone() {
        federation.apply(configMap("one", ""));
        Waiting.untilAsserted(() -> assertThat(data()).isEqualTo("one"));

        federation.apply(configMap("two", "federation.kubefed.io/paused: \"true\""));
        Waiting.untilAsserted(() -> assertThat(federation.run(
                        "get", "propagation", "configmaps.core.pausing", "-o", "jsonpath={.members[0].state}"))
                .isEqualTo("Paused"));
        real.member(0)
                .kubectl()
                .run("patch", "configmap", "pausing", "--type=merge", "-p", "{\"data\":{\"v\":\"by hand\"}}");
        Waiting.until(() -> running.isIdle());
        assertThat(data()).isEqualTo("by hand");

        federation.run("annotate", "configmap", "pausing", "federation.kubefed.io/paused-");
        Waiting.untilAsserted(() -> assertThat(data()).isEqualTo("two"));
        federation.run("delete", "configmap", "pausing");
    }

    private String data() {
        return real.member(0).kubectl().run("get", "configmap", "pausing", "-o", "jsonpath={.data.v}");
    }

    private static String configMap(String value, String annotations) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: pausing, namespace: default, annotations: {%s}}
                data: {v: "%s"}
                """.formatted(annotations, value);
    }

    private void cluster(String network) {
        federation.apply("""
                apiVersion: federation.kubefed.io/v1beta1
                kind: Cluster
                metadata: {name: wrong}
                spec:
                  serverAddressByClientCIDRs: [{clientCIDR: "%s", serverAddress: "%s"}]
                  secretRef: {name: wrong}
                """.formatted(network, real.member(0).url()));
    }

    private void secret(String key, String value) {
        federation.run("delete", "secret", "-n", "federation-system", "wrong", "--ignore-not-found");
        federation.run(
                "create",
                "secret",
                "generic",
                "-n",
                "federation-system",
                "wrong",
                "--from-literal=" + key + "=" + value);
    }

    private void awaitReady(String status, String words) {
        Waiting.untilAsserted(() -> assertThat(federation.run(
                        "get",
                        "clusters.federation.kubefed.io",
                        "wrong",
                        "-o",
                        "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}"
                                + " {.status.conditions[?(@.type==\"Ready\")].message}"))
                .startsWith(status)
                .contains(words));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
