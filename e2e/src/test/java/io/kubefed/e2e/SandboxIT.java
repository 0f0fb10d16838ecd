package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fcp sandbox}, as whoever tries it first meets it: a process, and an unmodified kubectl. */
final class SandboxIT {

    @TempDir
    private Path directory;

    private FcpProcess sandbox;
    private Kubectl kubectl;

    @BeforeEach
    void start() {
        Path kubeconfig = directory.resolve("sandbox.kubeconfig");
        sandbox = FcpProcess.sandbox("--kubeconfig=" + kubeconfig);
        sandbox.start();
        Waiting.untilAsserted(() -> assertThat(sandbox.output()).contains("Ctrl-C ends it"));
        kubectl = new Kubectl(kubeconfig);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void showsAnObjectInTwoMembersAndChangesItThere() throws IOException {
        assertThat(sandbox.output())
                .containsPattern("Namespace hello +Applied +Applied")
                .containsPattern("ConfigMap hello/greeting +Applied +Applied");
        assertThat(greeting("east")).isEqualTo("hello");

        kubectl.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: greeting, namespace: hello}
                data: {greeting: good evening}
                """);
        Waiting.untilAsserted(() -> assertThat(greeting("east")).isEqualTo("good evening"));
        Waiting.untilAsserted(() -> assertThat(greeting("west")).isEqualTo("good evening"));

        kubectl.run("patch", "configmap", "greeting", "-n", "hello", "-p", "{\"data\":{\"more\":\"yes\"}}");
        Waiting.untilAsserted(() -> assertThat(kubectl.run(
                        "--context=west", "get", "configmap", "greeting", "-n", "hello", "-o", "jsonpath={.data.more}"))
                .isEqualTo("yes"));
        assertThat(kubectl.run("get", "propagations", "-n", "hello"))
                .containsPattern("configmaps.core.greeting +ConfigMap +greeting +2 +2");

        kubectl.run("delete", "configmap", "greeting", "-n", "hello");
        Waiting.until(() -> !kubectl.tryRun("--context=east", "get", "configmap", "greeting", "-n", "hello")
                .succeeded());
        kubectl.run("delete", "namespace", "hello");
        Waiting.until(() ->
                !kubectl.tryRun("--context=west", "get", "namespace", "hello").succeeded());
        // A JVM that SIGTERM ended in order exits with 143.
        assertThat(sandbox.terminate()).isEqualTo(143);
        assertThat(Files.readString(directory.resolve("sandbox.kubeconfig"))).contains("current-context: federation");
    }

    @Test
    void dividesADeploymentAndGivesNothingMoreToACordonedMember() throws IOException {
        kubectl.apply(Files.readString(Path.of("..", "examples", "split", "web.yaml")));
        Waiting.untilAsserted(() -> assertThat(ready("federation", "web")).isEqualTo("4"));
        assertThat(ready("east", "web")).isEqualTo("3");
        assertThat(ready("west", "web")).isEqualTo("1");

        kubectl.run("patch", "cluster", "east", "--type=merge", "-p", "{\"spec\":{\"unschedulable\":true}}");
        kubectl.run("scale", "deployment", "web", "-n", "hello", "--replicas=8");

        Waiting.untilAsserted(() -> assertThat(ready("federation", "web")).isEqualTo("8"));
        assertThat(ready("east", "web")).isEqualTo("3");
        assertThat(ready("west", "web")).isEqualTo("5");
    }

    @Test
    void goesOnFromItsDirectory() {
        Path kubeconfig = directory.resolve("kept.kubeconfig");
        List<String> flags = List.of("--kubeconfig=" + kubeconfig, "--data-dir=" + directory.resolve("data"));
        Kubectl kept = new Kubectl(kubeconfig);
        try (FcpProcess first = runToTheEndOfItsTour(flags)) {
            kept.run("annotate", "configmap", "greeting", "-n", "hello", "kept=yes");
            first.kill();
        }

        try (FcpProcess second = runToTheEndOfItsTour(flags)) {
            assertThat(second.output()).contains("the next start with the same --data-dir goes on from there");
            Waiting.untilAsserted(() -> assertThat(kept.run(
                            "--context=west",
                            "get",
                            "cm",
                            "greeting",
                            "-n",
                            "hello",
                            "-o",
                            "jsonpath={.metadata.annotations.kept}"))
                    .isEqualTo("yes"));
        }
    }

    private static FcpProcess runToTheEndOfItsTour(List<String> flags) {
        FcpProcess process = FcpProcess.sandbox(flags.toArray(String[]::new));
        process.start();
        Waiting.untilAsserted(() -> assertThat(process.output()).contains("Ctrl-C ends it"));
        return process;
    }

    private String ready(String context, String deployment) {
        return kubectl.run(
                "--context=" + context,
                "get",
                "deployment",
                deployment,
                "-n",
                "hello",
                "-o",
                "jsonpath={.status.readyReplicas}");
    }

    private String greeting(String member) {
        return kubectl.run(
                "--context=" + member,
                "get",
                "configmap",
                "greeting",
                "-n",
                "hello",
                "-o",
                "jsonpath={.data.greeting}");
    }
}
