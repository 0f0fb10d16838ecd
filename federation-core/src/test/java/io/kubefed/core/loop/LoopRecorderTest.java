package io.kubefed.core.loop;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.error.PermanentException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoopRecorderTest {

    @Test
    void receivesWhatTheQueueDoes() {
        Map<LoopMetric, Double> sums = new EnumMap<>(LoopMetric.class);
        try (Lab lab = Lab.draining(
                settings -> settings.recorder((metric, value) -> sums.merge(metric, value, Double::sum)))) {
            lab.add("a", "b", "b");
            lab.addAfter("c", ofSeconds(100));
            lab.pass(ofSeconds(2));
            lab.end("a");
            lab.pass(ofSeconds(3));
            lab.fail("b", new IllegalStateException("once"));
            lab.pass(ofSeconds(1));
            lab.fail("b", new PermanentException("forbidden"));
        }

        assertThat(sums)
                .containsEntry(LoopMetric.ADDS, 4.0)
                .containsEntry(LoopMetric.RUNS, 3.0)
                .containsEntry(LoopMetric.FAILURES, 1.0)
                .containsEntry(LoopMetric.PERMANENT_FAILURES, 1.0)
                .containsEntry(LoopMetric.WAIT, 2.0);
        assertThat(sums.get(LoopMetric.RUN)).isBetween(5.8, 6.0);
    }

    @Test
    void knowsTheUnitFromTheName() {
        assertThat(LoopMetric.values())
                .allSatisfy(metric -> assertThat(metric.metricName())
                        .startsWith("federation_queue_")
                        .endsWith(metric.unit() == LoopMetric.Unit.SECONDS ? "_seconds" : "_total"))
                .hasSameSizeAs(Arrays.stream(LoopMetric.values())
                        .map(LoopMetric::metricName)
                        .distinct()
                        .toList());
    }
}
