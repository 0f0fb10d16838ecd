package io.kubefed.simulation.network;

/** What can be wrong on the way to a cluster, or with what it says. */
public enum Fault {
    /** Nothing gets through, and everybody is told. */
    PARTITION,
    /** Nothing comes back, and nobody is told. */
    HALF_OPEN,
    /** Everything takes seconds. */
    SLOW,
    /** 429 with Retry-After. */
    THROTTLED,
    /** 500 and 504, before or after the request was done. */
    BROKEN,
    /** Connections are cut in the middle of a body. */
    CUT,
    /** Versions are forgotten: 410. */
    GONE,
    /** Lists are empty. */
    EMPTY_LIST,
    /** One type is not served. */
    MISSING_TYPE,
    /** What is read is old. */
    STALE
}
