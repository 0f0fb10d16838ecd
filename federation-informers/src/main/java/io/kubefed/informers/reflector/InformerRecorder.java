package io.kubefed.informers.reflector;

/**
 * Receives what an informer measures. One recorder belongs to one informer and knows its cluster and type.
 *
 * <p>Called for every event, from many threads: it must be quick, thread-safe, and must not throw.
 */
@FunctionalInterface
public interface InformerRecorder {

    /** Forgets everything. */
    InformerRecorder NONE = (metric, value) -> {};

    /** Takes a number of events or bytes to add, or one duration in seconds. */
    void record(InformerMetric metric, double value);
}
