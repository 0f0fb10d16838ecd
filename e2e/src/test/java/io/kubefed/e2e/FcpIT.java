package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The controller manager as a process: as an operator starts, asks, stops and loses it. */
@RealClusters
class FcpIT {

    private static final int TEMPLATES = 150;

    private final RealFederation real;
    private final Kubectl federation;

    FcpIT(RealFederation real) {
        this.real = real;
        this.federation = real.federationApi().kubectl();
    }

    @Test
    void startsAnswersProbesAndStopsWhenAsked() {
        try (FcpProcess fcp =
                new FcpProcess(real.federationApi().kubeconfig(), "--leader-elect", "--log-format=json")) {
            fcp.start();
            real.members().forEach(member -> Joining.join(real.federationApi(), member));
            Waiting.until(() -> fcp.get("/readyz").startsWith("200 ok"));
            Waiting.until(() -> fcp.get("/healthz").equals("200 ok"));
            Waiting.untilAsserted(() -> assertThat(federation.run(
                            "get",
                            "lease",
                            "-n",
                            "federation-system",
                            "federation-controller-manager",
                            "-o",
                            "jsonpath={.spec.leaseDurationSeconds}"))
                    .isEqualTo("15"));

            // A JVM that SIGTERM ended in order exits with 143.
            assertThat(fcp.terminate()).isEqualTo(143);
            assertThat(fcp.output()).contains("lease acquired").contains("stopping");
            assertThat(federation.run(
                            "get",
                            "lease",
                            "-n",
                            "federation-system",
                            "federation-controller-manager",
                            "-o",
                            "jsonpath={.spec.holderIdentity}"))
                    .isEmpty();
        }
    }

    @Test
    void losesNothingWhenItIsKilledUnderLoad() throws InterruptedException {
        long seed = 42;
        Random random = new Random(seed);
        try (FcpProcess fcp = new FcpProcess(real.federationApi().kubeconfig())) {
            fcp.start();
            real.members().forEach(member -> Joining.join(real.federationApi(), member));
            federation.apply(templates("v: one"));
            for (int kills = 0; kills < 4; kills++) {
                int until = 10 + random.nextInt(TEMPLATES - 20);
                Waiting.until(() -> copies(real.member(0)) >= until || copies(real.member(0)) == TEMPLATES);
                fcp.kill();
                fcp.start();
                federation.apply(templates("v: n" + kills));
            }

            for (RealCluster member : real.members()) {
                Waiting.untilAsserted(() -> assertThat(member.kubectl()
                                .run("get", "configmaps", "-l", "load=yes", "-o", "jsonpath={.items[*].data.v}")
                                .split(" "))
                        .hasSize(TEMPLATES)
                        .containsOnly("n3"));
            }

            federation.run("delete", "configmaps", "-l", "load=yes", "--wait=false");
            Waiting.until(() -> copies(real.member(0)) < TEMPLATES / 2);
            fcp.kill();
            fcp.start();
            for (RealCluster member : real.members()) {
                Waiting.until(() -> copies(member) == 0);
            }
            Waiting.until(() -> federation
                    .run("get", "configmaps", "-l", "load=yes", "-o", "name")
                    .isEmpty());
            Waiting.until(
                    () -> !federation.run("get", "propagations", "-o", "name").contains("load-"));
        }
    }

    private static int copies(RealCluster member) {
        String names = member.kubectl().run("get", "configmaps", "-l", "load=yes", "-o", "name");
        return names.isEmpty() ? 0 : names.split("\n").length;
    }

    private static String templates(String data) {
        return IntStream.range(0, TEMPLATES)
                .mapToObj(i -> """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: load-%d, namespace: default, labels: {load: "yes"}}
                        data: {%s}
                        """.formatted(i, data))
                .collect(Collectors.joining("---\n"));
    }
}
