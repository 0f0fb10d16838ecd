package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thousand objects to three members, edited and deleted, with the controllers stopped and started at random moments of each. */
@RealClusters(members = 3, shape = RealCluster.Shape.API_ONLY)
@RunningControllers
class LoadIT {

    private static final Logger LOG = LoggerFactory.getLogger(LoadIT.class);
    private static final int TEMPLATES = 1_000;
    private static final int RESTARTS = 3;

    private final RealFederation real;
    private final Kubectl federation;
    private final RunningFederation running;

    LoadIT(RealFederation real, RunningFederation running) {
        this.real = real;
        this.running = running;
        this.federation = real.federationApi().kubectl();
    }

    @Test
    void spreadsEditsAndDeletesAThousandObjectsWhateverStopsInBetween() {
        long seed = Long.getLong("load.seed", 20_261_125);
        Random random = new Random(seed);
        LOG.atInfo().addKeyValue("load.seed", seed).log("replay with -Dload.seed=…");

        federation.apply(templates("one"));
        restartAtRandom(random, () -> copies("one"));
        awaitEverywhere("one");

        federation.apply(templates("two"));
        restartAtRandom(random, () -> copies("two"));
        awaitEverywhere("two");
        Waiting.untilAsserted(
                () -> assertThat(words(federation.run("get", "propagations", "-o", "jsonpath={.items[*].applied}")))
                        .containsExactly("3"));

        federation.run("delete", "configmaps", "-l", "load=yes", "--wait=false");
        restartAtRandom(random, () -> TEMPLATES - copies("two"));
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

    /** Stops the controllers when this much is done, and starts them again, so that each restart cuts something else off. */
    private void restartAtRandom(Random random, IntSupplier done) {
        int[] moments = random.ints(RESTARTS, 0, TEMPLATES).sorted().toArray();
        for (int moment : moments) {
            Waiting.until(() -> done.getAsInt() >= moment);
            running.stop();
            running.start();
        }
    }

    private int copies(String value) {
        String values = real.member(0)
                .kubectl()
                .run("get", "configmaps", "-l", "load=yes", "-o", "jsonpath={.items[*].data.v}");
        return (int) Arrays.stream(values.split(" ")).filter(value::equals).count();
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
