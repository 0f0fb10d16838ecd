package io.kubefed.fcp.sandbox.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadKindTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static KubeObject object(String json) {
        return KubeObject.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static KubeObject step(WorkloadKind kind, KubeObject object, Instant now) {
        KubeObject next = object.copy();
        next.json().set("status", kind.next(object, now));
        return KubeObject.parse(next.toBytes());
    }

    @Test
    void showsADeploymentFirstSeenAndThenReady() {
        KubeObject created = object("{'metadata':{'name':'web','generation':1},'spec':{'replicas':3}}");

        KubeObject seen = step(WorkloadKind.DEPLOYMENT, created, NOW);
        KubeObject ready = step(WorkloadKind.DEPLOYMENT, seen, NOW.plusSeconds(1));

        assertThat(seen.json().path("status").path("unavailableReplicas").asInt())
                .isEqualTo(3);
        assertThat(seen.json().path("status").has("readyReplicas")).isFalse();
        assertThat(ready.json().path("status").path("readyReplicas").asInt()).isEqualTo(3);
        assertThat(ready.json().path("status").has("unavailableReplicas")).isFalse();
        assertThat(ready.json().at("/status/conditions/0/status").asText()).isEqualTo("True");
    }

    @Test
    void keepsWhatIsReadyWhileADeploymentGrows() {
        KubeObject grown = object("{'metadata':{'name':'web','generation':2},'spec':{'replicas':5},"
                + "'status':{'observedGeneration':1,'readyReplicas':3}}");

        ObjectNode status = WorkloadKind.DEPLOYMENT.next(grown, NOW);

        assertThat(status.path("readyReplicas").asInt()).isEqualTo(3);
        assertThat(status.path("unavailableReplicas").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(WorkloadKind.class)
    void comesToRest(WorkloadKind kind) {
        KubeObject created = object("{'metadata':{'name':'x','generation':1},'spec':{}}");
        KubeObject done = step(kind, step(kind, created, NOW), NOW.plusSeconds(1));

        assertThat(kind.next(done, NOW.plusSeconds(9))).isEqualTo(done.json().path("status"));
    }

    @Test
    void completesAJobOnceAllRan() {
        KubeObject created =
                object("{'metadata':{'name':'once','generation':1},'spec':{'completions':4,'parallelism':2}}");

        KubeObject started = step(WorkloadKind.JOB, created, NOW);
        KubeObject done = step(WorkloadKind.JOB, started, NOW.plusSeconds(1));

        assertThat(started.json().at("/status/active").asInt()).isEqualTo(2);
        assertThat(done.json().at("/status/succeeded").asInt()).isEqualTo(4);
        assertThat(done.json().at("/status/startTime").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(done.json().at("/status/conditions/1/type").asText()).isEqualTo("Complete");
        assertThat(done.json().at("/status").has("active")).isFalse();
    }

    @Test
    void startsNothingOfAJobThatIsSuspended() {
        ObjectNode status = WorkloadKind.JOB.next(
                object("{'metadata':{'name':'once','generation':1},'spec':{'suspend':true}}"), NOW);

        assertThat(status.path("conditions").path(0).path("type").asText()).isEqualTo("Suspended");
        assertThat(status.has("startTime")).isFalse();
    }
}
