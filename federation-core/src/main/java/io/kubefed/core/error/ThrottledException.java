package io.kubefed.core.error;

import java.time.Duration;

/** The server asked to come back later: 429, or 503 with a time. */
public final class ThrottledException extends TransientException {

    private static final long serialVersionUID = 1L;

    /** A refusal whose {@code status} says how long to wait, if the server did. */
    public ThrottledException(String message, ApiStatus status) {
        super(message, status, null);
    }

    /** How long the server asked to wait; one second if it named no time. */
    public Duration retryAfter() {
        Duration asked = status().retryAfter();
        return asked == null ? Duration.ofSeconds(1) : asked;
    }
}
