package io.kubefed.core.loop;

import reactor.core.publisher.Mono;

/** Brings what one key stands for closer to what is desired. */
@FunctionalInterface
public interface Reconciler<K> {

    /**
     * One round of work on {@code key}. Reads the newest state itself: the key says that something changed, not what.
     * Is called again after any failure, so every step is idempotent.
     *
     * @return what it came to; empty counts as {@link Outcome#SETTLED}; an error makes the key back off
     */
    Mono<Outcome> reconcile(K key);
}
