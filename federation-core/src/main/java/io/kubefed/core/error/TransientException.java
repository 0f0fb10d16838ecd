package io.kubefed.core.error;

import org.jspecify.annotations.Nullable;

/** A failure that trying again may cure: conflict, throttled, unreachable, timed out, gone, server error. */
public non-sealed class TransientException extends FederationException {

    private static final long serialVersionUID = 1L;

    /** A failure with what the server said. */
    public TransientException(String message, ApiStatus status, @Nullable Throwable cause) {
        super(message, status, cause);
    }

    /** A failure without an answer: connection refused or lost, time limit reached, an unreadable body. */
    public TransientException(String message, @Nullable Throwable cause) {
        super(message, ApiStatus.of(0, "", message), cause);
    }
}
