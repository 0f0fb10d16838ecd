package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.RealCluster;
import io.kubefed.testkit.real.RealClusters;
import io.kubefed.testkit.real.RealFederation;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What propagation costs, as the API servers themselves count it. */
@RealClusters
@RunningControllers
class RequestsIT {

    private static final int TEMPLATES = 50;
    private static final Pattern COUNT =
            Pattern.compile("^apiserver_request_total(?=.*[{,]resource=\"([^\"]*)\")(?=.*subresource=\"([^\"]*)\")"
                    + "(?=.*verb=\"([^\"]*)\")\\{.*} ([0-9.e+]+)$");

    private final RealFederation real;
    private final Kubectl federation;
    private final RunningFederation running;

    RequestsIT(RealFederation real, RunningFederation running) {
        this.real = real;
        this.running = running;
        this.federation = real.federationApi().kubectl();
    }

    @BeforeEach
    void start() {
        // Of its own, since other tests share these clusters.
        federation.apply("{apiVersion: v1, kind: Namespace, metadata: {name: counted}}");
        for (RealCluster member : real.members()) {
            Waiting.until(
                    () -> member.kubectl().tryRun("get", "namespace", "counted").succeeded());
        }
    }

    @AfterEach
    void stop() {
        federation.run("delete", "configmaps", "-n", "counted", "-l", "counted=yes");
    }

    @Test
    void sendsOneRequestPerMemberAndNothingAtRest() {
        federation.apply(templates("warm: up"));
        awaitApplied("none");
        federation.run("delete", "configmaps", "-n", "counted", "-l", "counted=yes");
        Waiting.until(() -> copies(real.member(0), "warm").isEmpty() && records() == 0);
        Map<String, Long> memberBefore = counts(real.member(0));
        Map<String, Long> federationBefore = counts(real.federationApi());

        federation.apply(templates("v: one"));
        awaitApplied("none");
        awaitQuiet();

        Map<String, Long> created = since(memberBefore, counts(real.member(0)));
        assertThat(created).containsEntry("configmaps APPLY", (long) TEMPLATES);
        assertThat(writesAndReads(created)).isEqualTo(TEMPLATES);
        Map<String, Long> hub = since(federationBefore, counts(real.federationApi()));
        // kubectl applies each template once, and we its finalizers; the record is one write or two.
        assertThat(hub.get("configmaps APPLY")).isLessThanOrEqualTo(2L * TEMPLATES);
        assertThat(hub.get("propagations APPLY")).isBetween((long) TEMPLATES, 2L * TEMPLATES);

        Map<String, Long> memberCreated = counts(real.member(0));
        Map<String, Long> hubCreated = counts(real.federationApi());
        String[] before = hashes();
        federation.apply(templates("v: two"));
        awaitApplied(before);
        awaitQuiet();

        assertThat(writesAndReads(since(memberCreated, counts(real.member(0))))).isEqualTo(TEMPLATES);
        assertThat(since(hubCreated, counts(real.federationApi())).get("propagations APPLY"))
                .isBetween((long) TEMPLATES, 2L * TEMPLATES);
    }

    /** Nothing besides probes, watches and this test's own questions reaches the servers for a while. */
    private void awaitQuiet() {
        Waiting.until(running::isIdle);
        Map<String, Long> member = counts(real.member(0));
        Map<String, Long> hub = counts(real.federationApi());
        Awaitility.await()
                .during(Duration.ofSeconds(8))
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> {
                    assertThat(writesAndReads(since(member, counts(real.member(0)))))
                            .isZero();
                    assertThat(since(hub, counts(real.federationApi())).getOrDefault("propagations APPLY", 0L))
                            .isZero();
                });
    }

    /** Requests for ConfigMaps that are no watches. */
    private static long writesAndReads(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().startsWith("configmaps ")
                        && !count.getKey().endsWith(" WATCH"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static Map<String, Long> counts(RealCluster cluster) {
        Map<String, Long> counts = new TreeMap<>();
        for (String line : cluster.kubectl().run("get", "--raw", "/metrics").split("\n")) {
            Matcher matcher = COUNT.matcher(line);
            if (matcher.matches()) {
                String subresource = matcher.group(2).isEmpty() ? "" : "/" + matcher.group(2);
                counts.merge(
                        matcher.group(1) + subresource + " " + matcher.group(3),
                        (long) Double.parseDouble(matcher.group(4)),
                        Long::sum);
            }
        }
        return counts;
    }

    private static Map<String, Long> since(Map<String, Long> before, Map<String, Long> now) {
        return now.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, count -> count.getValue() - before.getOrDefault(count.getKey(), 0L)));
    }

    /** By the records, so that this test does not read what it counts. */
    private void awaitApplied(String... hashesBefore) {
        Waiting.untilAsserted(() -> assertThat(federation
                        .run(
                                "get",
                                "propagations",
                                "-n",
                                "counted",
                                "-o",
                                "jsonpath={range .items[*]}{range .members[*]}{.applied} {end}{end}")
                        .split(" "))
                .hasSize(2 * TEMPLATES)
                .doesNotContain(hashesBefore));
        Waiting.untilAsserted(() -> assertThat(federation
                        .run("get", "propagations", "-n", "counted", "-o", "jsonpath={.items[*].applied}")
                        .split(" "))
                .hasSize(TEMPLATES)
                .containsOnly("2"));
    }

    private String[] hashes() {
        return federation
                .run(
                        "get",
                        "propagations",
                        "-n",
                        "counted",
                        "-o",
                        "jsonpath={range .items[*]}{range .members[*]}{.applied} {end}{end}")
                .split(" ");
    }

    private static String copies(RealCluster member, String key) {
        return member.kubectl()
                .run(
                        "get",
                        "configmaps",
                        "-n",
                        "counted",
                        "-l",
                        "counted=yes",
                        "-o",
                        "jsonpath={.items[*].data." + key + "}");
    }

    private long records() {
        return federation
                .run("get", "propagations", "-n", "counted", "-o", "name")
                .lines()
                .count();
    }

    private static String templates(String data) {
        return IntStream.range(0, TEMPLATES)
                .mapToObj(i -> """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: counted-%d, namespace: counted, labels: {counted: "yes"}}
                        data: {%s}
                        """.formatted(i, data))
                .collect(Collectors.joining("---\n"));
    }
}
