package io.kubefed.core.loop;

/** What a work queue measures. */
public enum LoopMetric {
    /** Calls of {@code add} and {@code addAfter}; more than the runs, because adds of one key are merged. */
    ADDS("federation_queue_adds_total", Unit.COUNT),
    /** Runs that started. */
    RUNS("federation_queue_runs_total", Unit.COUNT),
    /** Runs that failed and will be tried again with backoff. */
    FAILURES("federation_queue_failures_total", Unit.COUNT),
    /** Runs that failed in a way that trying again will not cure. */
    PERMANENT_FAILURES("federation_queue_permanent_failures_total", Unit.COUNT),
    /** From the moment a key may run to its start. */
    WAIT("federation_queue_wait_seconds", Unit.SECONDS),
    /** From the start of a run to its end. */
    RUN("federation_queue_run_seconds", Unit.SECONDS);

    /** What a metric's numbers are. */
    public enum Unit {
        /** A number of events. */
        COUNT,
        /** A duration in seconds. */
        SECONDS
    }

    private final String metricName;
    private final Unit unit;

    LoopMetric(String metricName, Unit unit) {
        this.metricName = metricName;
        this.unit = unit;
    }

    /** The name under which it is published. */
    public String metricName() {
        return metricName;
    }

    /** The unit of what the recorder gets. */
    public Unit unit() {
        return unit;
    }
}
