package io.kubefed.apiserver.ownership;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an owner owns.
 *
 * @param apiVersion the version in which the fields are named
 * @param time when it last changed something, in whole seconds; null if it never did
 */
record Holding(FieldSet fields, String apiVersion, @Nullable Instant time) {

    Holding with(FieldSet other) {
        return new Holding(other, apiVersion, time);
    }
}
