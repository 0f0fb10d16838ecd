package io.kubefed.informers.reflector;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.store.Projection;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class MeasurementTest {

    private static final Duration SNAPSHOT = Duration.ofSeconds(3);

    @Test
    void countsWhatHappens() {
        Map<InformerMetric, Double> measured = new EnumMap<>(InformerMetric.class);
        Alarms timer = new Alarms();
        ScriptedClient cluster = new ScriptedClient("member toy");
        StoreWriter writer = new StoreWriter(timer, (metric, value) -> measured.merge(metric, value, Double::sum));
        Disposable running = new Reflector(
                        Selection.of(Lab.CONFIG_MAPS, Projection.metadata("fcp:test")),
                        cluster,
                        writer,
                        new KeyTable(),
                        ReflectorSettings.STANDARD,
                        SnapshotLimit.of(1, timer),
                        timer,
                        new Random(7))
                .run()
                .subscribe();

        Exchange watch = cluster.next().added("a", 3);
        timer.pass(SNAPSHOT);
        watch.initialEnd(10).modified("a", 11).deleted("a", 12).cut();
        timer.pass(Duration.ofSeconds(1));
        running.dispose();

        assertThat(measured)
                .containsEntry(InformerMetric.SNAPSHOTS, 1.0)
                .containsEntry(InformerMetric.SNAPSHOT_TIME, (double) SNAPSHOT.toSeconds())
                .containsEntry(InformerMetric.EVENTS, 2.0)
                .containsEntry(InformerMetric.FAILURES, 1.0)
                .containsEntry(InformerMetric.RESUMES, 1.0)
                .containsEntry(InformerMetric.READ, (double) writer.state().bytes())
                .doesNotContainKey(InformerMetric.SUSPICIONS);
        assertThat(writer.state().bytes()).isPositive();
    }

    @Test
    void namesEveryMetricOnce() {
        assertThat(Arrays.stream(InformerMetric.values()).map(InformerMetric::metricName))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith("federation_informer_"));
    }
}
