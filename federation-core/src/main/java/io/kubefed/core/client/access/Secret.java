package io.kubefed.core.client.access;

import static java.util.Objects.requireNonNull;

/**
 * A text that must not be seen: token, password, private key.
 *
 * @param reveal the text itself
 */
public record Secret(String reveal) {

    /** Checks that there is a text. */
    public Secret {
        requireNonNull(reveal, "reveal");
    }

    /** Always {@code REDACTED}. */
    @Override
    public String toString() {
        return "REDACTED";
    }
}
