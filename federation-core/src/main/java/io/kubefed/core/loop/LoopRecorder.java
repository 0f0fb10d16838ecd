package io.kubefed.core.loop;

/**
 * Receives what a queue measures. One recorder belongs to one queue and knows its name.
 *
 * <p>Called on the way of every key, from many threads: it must be quick, thread-safe, and must not throw.
 */
@FunctionalInterface
public interface LoopRecorder {

    /** Forgets everything. */
    LoopRecorder NONE = (metric, value) -> {};

    /** Takes one event, {@code value} being 1, or one duration in seconds. */
    void record(LoopMetric metric, double value);
}
