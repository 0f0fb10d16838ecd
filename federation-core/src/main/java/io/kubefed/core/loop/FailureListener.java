package io.kubefed.core.loop;

import java.time.Duration;

/** Learns of every failed run, once: the place to log it, or to write it into a status. */
@FunctionalInterface
public interface FailureListener<K> {

    /**
     * A run failed. Called by the loop: must be quick, must not block; what it throws ends the drain.
     *
     * @param error a {@code PermanentException} if trying again will not help
     * @param failures how often the key failed in a row, this time included
     * @param retryIn when the queue tries again by itself
     */
    void failed(K key, Throwable error, int failures, Duration retryIn);
}
