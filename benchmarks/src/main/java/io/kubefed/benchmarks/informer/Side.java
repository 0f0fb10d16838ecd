package io.kubefed.benchmarks.informer;

import java.util.function.IntSupplier;

/** One of those that are compared: follows Pods, and says how many it knows. */
interface Side extends AutoCloseable {

    /**
     * Follows the Pods of a namespace, or all for {@code ""}, and returns when it knows them.
     *
     * @param changed is run for every change that a user of the informer hears of
     * @return how many Pods there are at the moment; keeps the informer alive
     */
    IntSupplier follow(String namespace, Runnable changed);

    /** Stops everything that it follows. */
    @Override
    void close();

    /** The side of this name. */
    static Side of(String name, String url) {
        return switch (name) {
            case "kubefed" -> new KubefedSide(url);
            case "fabric8" -> new Fabric8Side(url);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
