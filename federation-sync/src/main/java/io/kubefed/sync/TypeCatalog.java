package io.kubefed.sync;

import io.kubefed.core.model.ResourceType;
import java.util.List;
import reactor.core.publisher.Mono;

/** Which types the federation API serves now. */
@FunctionalInterface
public interface TypeCatalog {

    /**
     * One type as served.
     *
     * @param type the type in its preferred version
     * @param custom whether a user's CustomResourceDefinition defines it
     */
    record Served(ResourceType type, boolean custom) {}

    /**
     * Asks.
     *
     * @return emits all types that can be listed and watched, once; errors if they cannot be told
     */
    Mono<List<Served>> types();
}
