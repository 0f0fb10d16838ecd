package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.Kubectl.Result;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes of {@code fcp} and real members, as an operator sets them up: the controllers come with the administrator's kubeconfig
 * that the API server made.
 */
@RealClusters
class OwnFederationApiIT {

    private static final String TEMPLATES = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: own-shop}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: conf, namespace: own-shop}
            data: {color: red}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop, namespace: own-shop}
            spec:
              replicas: 4
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec:
                  containers: [{name: main, image: "shop:1"}]
            """;
    private static final String IMAGE = "jsonpath={.spec.template.spec.containers[0].image}";

    private final List<RealCluster> members;

    OwnFederationApiIT(RealFederation real) {
        this.members = real.members();
    }

    @Test
    void takesObjectsToMembersAndBackThroughARestart(@TempDir Path directory) {
        try (OwnFederationApi server = new OwnFederationApi(directory)) {
            server.start("--authorization-mode=RBAC");
            try (FcpProcess controllers = new FcpProcess(server.kubeconfig())) {
                controllers.start();
                Kubectl federation = server.kubectl();
                members.forEach(member -> Joining.join(federation, member));

                federation.apply(TEMPLATES);
                everywhere("red", "get", "configmap", "conf", "-o", "jsonpath={.data.color}");
                everywhere("2", "get", "deployment", "shop", "-o", "jsonpath={.spec.replicas}");

                federation.apply(TEMPLATES.replace("color: red", "color: blue").replace("shop:1", "shop:2"));
                everywhere("blue", "get", "configmap", "conf", "-o", "jsonpath={.data.color}");
                everywhere("shop:2", "get", "deployment", "shop", "-o", IMAGE);

                assertThat(server.process().terminate()).isZero();
                server.start("--authorization-mode=RBAC");
                federation.run("scale", "deployment", "shop", "-n", "own-shop", "--replicas=6");
                everywhere("3", "get", "deployment", "shop", "-o", "jsonpath={.spec.replicas}");

                federation.run("delete", "deployment", "shop", "-n", "own-shop", "--timeout=110s");
                gone("get", "deployment", "shop");
                assertThat(inEvery("get", "configmap", "conf", "-o", "jsonpath={.data.color}"))
                        .containsOnly("blue");
                federation.run("delete", "namespace", "own-shop", "--timeout=110s");
                gone("get", "namespace", "own-shop");
                Waiting.untilAsserted(
                        () -> assertThat(federation.run("get", "propagations,clusterpropagations", "-A", "-o", "name"))
                                .doesNotContain("shop"));
            }
        }
    }

    private static Result in(RealCluster member, String... arguments) {
        return member.kubectl()
                .tryRun(Stream.concat(Stream.of(arguments), Stream.of("--namespace=own-shop"))
                        .toArray(String[]::new));
    }

    private List<String> inEvery(String... arguments) {
        return members.stream().map(member -> in(member, arguments).output()).toList();
    }

    private void everywhere(String wanted, String... arguments) {
        Waiting.untilAsserted(() -> assertThat(inEvery(arguments)).containsOnly(wanted));
    }

    private void gone(String... arguments) {
        Waiting.until(() -> members.stream()
                .allMatch(member -> in(member, arguments).error().contains("not found")));
    }
}
