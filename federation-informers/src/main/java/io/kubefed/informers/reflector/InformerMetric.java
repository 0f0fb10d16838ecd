package io.kubefed.informers.reflector;

/** What an informer measures. */
public enum InformerMetric {
    /** Changes that the stream showed. */
    EVENTS("federation_informer_events_total", Unit.COUNT),
    /** Bytes read from the cluster. */
    READ("federation_informer_read_bytes_total", Unit.BYTES),
    /** Objects that answers to our own writes showed before the stream did. */
    OFFERS("federation_informer_offers_total", Unit.COUNT),
    /** Snapshots taken. */
    SNAPSHOTS("federation_informer_snapshots_total", Unit.COUNT),
    /** From the request of a snapshot to its end. */
    SNAPSHOT_TIME("federation_informer_snapshot_seconds", Unit.SECONDS),
    /** Snapshots that lacked too much to be believed at once. */
    SUSPICIONS("federation_informer_suspicions_total", Unit.COUNT),
    /** Watches taken up where the one before ended. */
    RESUMES("federation_informer_resumes_total", Unit.COUNT),
    /** Requests and streams that failed. */
    FAILURES("federation_informer_failures_total", Unit.COUNT);

    /** What a metric's numbers are. */
    public enum Unit {
        /** A number of events. */
        COUNT,
        /** A number of bytes. */
        BYTES,
        /** A duration in seconds. */
        SECONDS
    }

    private final String metricName;
    private final Unit unit;

    InformerMetric(String metricName, Unit unit) {
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
