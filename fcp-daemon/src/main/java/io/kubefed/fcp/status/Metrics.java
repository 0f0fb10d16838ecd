package io.kubefed.fcp.status;

import io.kubefed.core.loop.LoopMetric;
import io.kubefed.core.loop.LoopRecorder;
import io.kubefed.core.membership.Health;
import io.kubefed.core.membership.Members;
import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.reflector.InformerMetric;
import io.kubefed.informers.reflector.InformerRecorder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** Brings what the libraries measure to Micrometer. Names and units are the libraries' own. */
public final class Metrics {

    private static final double NANOS = 1e9;

    private final MeterRegistry registry;

    /** Metrics that end up in one registry. */
    public Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Where the measurements of a queue go, tagged with its name. */
    public LoopRecorder queue(String name) {
        Map<LoopMetric, DoubleConsumer> meters = new EnumMap<>(LoopMetric.class);
        Tags tags = Tags.of("queue", name);
        for (LoopMetric metric : LoopMetric.values()) {
            boolean seconds = metric.unit() == LoopMetric.Unit.SECONDS;
            meters.put(metric, seconds ? timer(metric.metricName(), tags) : counter(metric.metricName(), tags));
        }
        return (metric, value) -> meters.getOrDefault(metric, ignored -> {}).accept(value);
    }

    /** Where the measurements of an informer go, tagged with its cluster and type. */
    public InformerRecorder informer(String cluster, ResourceType type) {
        Map<InformerMetric, DoubleConsumer> meters = new EnumMap<>(InformerMetric.class);
        Tags tags = Tags.of("cluster", cluster, "resource", type.groupResource());
        for (InformerMetric metric : InformerMetric.values()) {
            boolean seconds = metric.unit() == InformerMetric.Unit.SECONDS;
            meters.put(metric, seconds ? timer(metric.metricName(), tags) : counter(metric.metricName(), tags));
        }
        return (metric, value) -> meters.getOrDefault(metric, ignored -> {}).accept(value);
    }

    /** Shows how many members there are, by health. */
    public void members(Members members) {
        for (Health health : Health.values()) {
            Gauge.builder("federation_members", members, all -> count(all, health))
                    .tags("health", health.words())
                    .register(registry);
        }
    }

    private static double count(Members members, Health health) {
        return members.all().stream()
                .filter(member -> member.health() == health)
                .count();
    }

    private DoubleConsumer counter(String name, Tags tags) {
        Counter counter = registry.counter(name, tags);
        return counter::increment;
    }

    private DoubleConsumer timer(String name, Tags tags) {
        Timer timer = registry.timer(name.replace("_seconds", ""), tags);
        return seconds -> timer.record(Duration.ofNanos((long) (seconds * NANOS)));
    }
}
