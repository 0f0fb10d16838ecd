package io.kubefed.core.error;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Something that a cluster, or what was read from it, refused or failed to do.
 *
 * <p>The message says what failed, on what, and what to do; {@link #status()} has what the server said.
 */
public abstract sealed class FederationException extends RuntimeException
        permits TransientException, PermanentException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Never sent over the wire in Java's own form.
    private final ApiStatus status;

    FederationException(String message, ApiStatus status, @Nullable Throwable cause) {
        super(message, cause);
        this.status = requireNonNull(status, "status");
    }

    /** What the server said; code 0 when it said nothing. */
    public ApiStatus status() {
        return status;
    }

    /** Shorthand for {@code status().code()}. */
    public int code() {
        return status.code();
    }

    /** Whether the server gave this reason. */
    public boolean hasReason(String reason) {
        return status.reason().equals(reason);
    }
}
