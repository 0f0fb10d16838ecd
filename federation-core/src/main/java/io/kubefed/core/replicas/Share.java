package io.kubefed.core.replicas;

/**
 * One part of something that is divided: {@code floor ≤ given ≤ ceiling}, and {@code weight} against the weights of the others for
 * what is above {@code base}, which is at most the floor.
 */
class Share {

    /** Who is served first among equals: lower first. */
    int rank;

    long weight;
    long base;
    long floor;
    long ceiling;
    long given;

    void between(long newFloor, long newCeiling) {
        floor = newFloor;
        ceiling = newCeiling;
    }
}
