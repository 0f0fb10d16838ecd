package io.kubefed.core.membership;

import static java.util.Objects.requireNonNull;

/**
 * What one look at a member's {@code /healthz} came to.
 *
 * @param health what it showed
 * @param message the server's words, or what kept it from answering
 */
public record Probe(Health health, String message) {

    /** Checks that no part is null. */
    public Probe {
        requireNonNull(health, "health");
        requireNonNull(message, "message");
    }
}
