package io.kubefed.core.loop;

/** Priorities as numbers that fit into two bits and grow with urgency; 0 means none. */
final class Ranks {

    static final int NONE = 0;
    static final int LOW = 1;
    static final int NORMAL = 2;
    static final int HIGH = 3;

    private Ranks() {}

    static int of(Priority priority) {
        return HIGH - priority.ordinal();
    }
}
