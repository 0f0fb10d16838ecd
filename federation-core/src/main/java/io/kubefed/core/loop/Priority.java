package io.kubefed.core.loop;

/** How urgent a key is. A waiting key ages: nothing starves. */
public enum Priority {
    /** A user's change, or its consequence. */
    HIGH,
    /** Drift and status from members. */
    NORMAL,
    /** First synchronisation, resync, repair. */
    LOW
}
