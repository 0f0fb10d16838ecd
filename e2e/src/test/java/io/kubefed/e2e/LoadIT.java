package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thousand objects to three members, edited and deleted, with the controllers stopped and started in between. */
@RealClusters(members = 3, shape = RealCluster.Shape.API_ONLY)
class LoadIT {

    private static final int TEMPLATES = 1_000;

    private final RealFederation real;
    private final Kubectl federation;
    private RunningFederation running;

    LoadIT(RealFederation real) {
        this.real = real;
        this.federation = real.federationApi().kubectl();
    }

    @BeforeEach
    void start() {
        running = new RunningFederation(real);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void spreadsEditsAndDeletesAThousandObjects() {
        federation.apply(templates("one"));
        running.stop();
        running.start();
        awaitEverywhere("one");

        federation.apply(templates("two"));
        awaitEverywhere("two");
        Waiting.untilAsserted(
                () -> assertThat(words(federation.run("get", "propagations", "-o", "jsonpath={.items[*].applied}")))
                        .containsExactly("3"));

        federation.run("delete", "configmaps", "-l", "load=yes", "--wait=false");
        running.stop();
        running.start();
        for (RealCluster member : real.members()) {
            Waiting.until(() -> member.kubectl()
                    .run("get", "configmaps", "-l", "load=yes", "-o", "name")
                    .isEmpty());
        }
        Waiting.until(() -> federation
                .run("get", "configmaps", "-l", "load=yes", "-o", "name")
                .isEmpty());
        Waiting.until(() -> federation.run("get", "propagations", "-o", "name").isEmpty());
    }

    private void awaitEverywhere(String value) {
        for (RealCluster member : real.members()) {
            Waiting.untilAsserted(() -> {
                String values = member.kubectl()
                        .run("get", "configmaps", "-l", "load=yes", "-o", "jsonpath={.items[*].data.v}");
                assertThat(values.split(" ")).hasSize(TEMPLATES);
                assertThat(words(values)).containsExactly(value);
            });
        }
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split(" ")).collect(Collectors.toSet());
    }

    private static String templates(String value) {
        return IntStream.range(0, TEMPLATES)
                .mapToObj(i -> """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: load-%d, namespace: default, labels: {load: "yes"}}
                        data: {v: %s}
                        """.formatted(i, value))
                .collect(Collectors.joining("---\n"));
    }
}
