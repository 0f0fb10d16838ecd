package io.kubefed.core.error;

import org.jspecify.annotations.Nullable;

/** A failure that the same request will meet again: invalid, forbidden, unsupported, a broken configuration. */
public final class PermanentException extends FederationException {

    private static final long serialVersionUID = 1L;

    /** A refusal with what the server said. */
    public PermanentException(String message, ApiStatus status, @Nullable Throwable cause) {
        super(message, status, cause);
    }

    /** A failure that was found before anything was sent. */
    public PermanentException(String message) {
        super(message, ApiStatus.of(0, "", message), null);
    }
}
