package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What users get wrong is told in a sentence, hurts nothing else, and works as soon as it is right. */
@RealClusters
@RunningControllers
class MisuseIT {

    private final RealFederation real;
    private final Kubectl federation;
    private final RunningFederation running;

    MisuseIT(RealFederation real, RunningFederation running) {
        this.real = real;
        this.running = running;
        this.federation = real.federationApi().kubectl();
    }

    @AfterEach
    void stop() {
        federation.run("delete", "clusters.federation.kubefed.io", "wrong", "--ignore-not-found");
        federation.run("delete", "secret", "-n", "federation-system", "wrong", "--ignore-not-found");
    }

    private static String kubeconfig(String user) {
        return "{current-context: c, contexts: [{name: c, context: {cluster: k, user: u}}], clusters: [{name: k,"
                + " cluster: {server: \"https://x\"}}], users: [{name: u, user: " + user + "}]}";
    }

    @Test
    void saysThatAKubeconfigInASecretMayNameNoCommandAndNoFile() {
        cluster("0.0.0.0/0");
        secret("kubeconfig", kubeconfig("{exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/sh}}"));
        awaitReady("False", "may name no command; put a token or a client certificate into it");

        secret("kubeconfig", kubeconfig("{tokenFile: /etc/hostname}"));
        awaitReady("False", "tokenFile, but a kubeconfig from a Secret may name no file");
    }

    @Test
    void followsChangedCredentials() {
        cluster("0.0.0.0/0");
        credentials("wrong token");
        awaitReady("False", "401 Unauthorized");
        awaitReady("False", "renew the credentials");

        credentials(real.member(0).token());
        awaitReady("True", "");

        credentials("wrong again");
        awaitReady("False", "401 Unauthorized");
        assertThat(ready("member-1")).startsWith("True");
    }

    @Test
    void followsAChangedAddress() {
        credentials(real.member(0).token());
        cluster("0.0.0.0/0", "https://127.0.0.1:1");
        awaitReady("False", "127.0.0.1:1");

        cluster("0.0.0.0/0", real.member(0).url());
        awaitReady("True", "");

        cluster("0.0.0.0/0", "ftp://nowhere");
        awaitReady("False", "ftp");
        assertThat(ready("member-1")).startsWith("True");
    }

    @Test
    void movesNothingByAnAnnotationThatItDoesNotUnderstand() {
        federation.apply(configMap("one", ""));
        Waiting.untilAsserted(() -> assertThat(data()).isEqualTo("one"));

        federation.apply(configMap("two", "federation.kubefed.io/paused: \"yes\""));
        Waiting.untilAsserted(() -> assertThat(federation.run(
                        "get",
                        "propagation",
                        "configmaps.core.pausing",
                        "-o",
                        "jsonpath={.problem}: {.conditions[?(@.type==\"Propagated\")].message}"))
                .isEqualTo("InvalidAnnotation: annotation federation.kubefed.io/paused is \"yes\"; write \"true\" or"
                        + " \"false\", or take it away"));
        assertThat(data()).isEqualTo("one");

        federation.apply(configMap("two", ""));
        Waiting.untilAsserted(() -> assertThat(data()).isEqualTo("two"));

        federation.run("annotate", "configmap", "pausing", "federation.kubefed.io/deletion-policy=casacde");
        federation.run("delete", "configmap", "pausing", "--timeout=60s");
        assertThat(data()).isEqualTo("two");
        real.members().forEach(member -> member.kubectl().run("delete", "configmap", "pausing"));
    }

    @Test
    void saysThatItDoesNotUnderstandHowAMemberIsToBeUnjoined() {
        federation.run(
                "annotate", "clusters.federation.kubefed.io", "member-1", "federation.kubefed.io/on-unjoin=Delete");
        Waiting.untilAsserted(() -> assertThat(condition("member-1", "Unjoined"))
                .isEqualTo("False annotation federation.kubefed.io/on-unjoin is \"Delete\", and copies stay when the"
                        + " Cluster is deleted; write \"delete\" to have them deleted, or \"orphan\""));
        assertThat(ready("member-1")).startsWith("True");

        federation.run("annotate", "clusters.federation.kubefed.io", "member-1", "federation.kubefed.io/on-unjoin-");
        Waiting.untilAsserted(
                () -> assertThat(condition("member-1", "Unjoined")).isBlank());
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
        credentials(real.member(0).token());
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

    private void credentials(String token) {
        federation.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: wrong, namespace: federation-system}
                data: {token: %s, ca.crt: %s}
                """.formatted(base64(token), base64(real.member(0).caPem())));
    }

    private void cluster(String network) {
        cluster(network, real.member(0).url());
    }

    private void cluster(String network, String address) {
        federation.apply("""
                apiVersion: federation.kubefed.io/v1beta1
                kind: Cluster
                metadata: {name: wrong}
                spec:
                  serverAddressByClientCIDRs: [{clientCIDR: "%s", serverAddress: "%s"}]
                  secretRef: {name: wrong}
                """.formatted(network, address));
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
        Waiting.untilAsserted(
                () -> assertThat(ready("wrong")).startsWith(status).contains(words));
    }

    private String ready(String member) {
        return condition(member, "Ready");
    }

    private String condition(String member, String type) {
        String condition = "{.status.conditions[?(@.type==\"" + type + "\")]";
        return federation.run(
                "get",
                "clusters.federation.kubefed.io",
                member,
                "-o",
                "jsonpath=" + condition + ".status} " + condition + ".message}");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
