package io.kubefed.core.error;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server said when it refused: the parts of {@code meta/v1 Status} that callers decide on.
 *
 * @param code HTTP status, or 0 when there was no answer at all
 * @param reason machine-readable reason such as {@code Conflict}, {@code Expired}, {@code AlreadyExists}; empty if none was given
 * @param message the server's own words, for people
 * @param causes the details; immutable, may be empty
 * @param retryAfter how long the server asked to wait; null if it did not say
 */
public record ApiStatus(
        int code,
        String reason,
        String message,
        List<Cause> causes,
        @Nullable Duration retryAfter) {

    /**
     * One detail of a refusal.
     *
     * @param reason such as {@code FieldManagerConflict} or {@code FieldValueInvalid}
     * @param field the path of the field; empty if none
     * @param message the server's words
     */
    public record Cause(String reason, String field, String message) {}

    /** Copies the causes. */
    public ApiStatus {
        requireNonNull(reason, "reason");
        requireNonNull(message, "message");
        causes = List.copyOf(causes);
    }

    /** A status with no details. */
    public static ApiStatus of(int code, String reason, String message) {
        return new ApiStatus(code, reason, message, List.of(), null);
    }
}
