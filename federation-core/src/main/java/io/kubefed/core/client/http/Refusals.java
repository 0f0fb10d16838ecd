package io.kubefed.core.client.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.StatusBody;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.ThrottledException;
import io.kubefed.core.error.TransientException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/** Turns an answer that is no success into an error that says what to do. */
public final class Refusals {

    private final String cluster;
    private final Scheduler timer;

    /**
     * Refusals of one cluster.
     *
     * @param timer the clock, for a {@code Retry-After} that names a time
     */
    public Refusals(String cluster, Scheduler timer) {
        this.cluster = cluster;
        this.timer = timer;
    }

    /** The error for one answer; {@code retryAfter} is the header, null if there was none. */
    public FederationException of(ApiRequest request, int code, @Nullable String retryAfter, byte[] body) {
        ApiStatus status = StatusBody.parse(code, body, duration(retryAfter));
        String message = sentence(Target.of(request), status);
        if (code == 429 || (code == 503 && status.retryAfter() != null)) {
            return new ThrottledException(message, status);
        }
        return mayChange(code)
                ? new TransientException(message, status, null)
                : new PermanentException(message, status, null);
    }

    private static boolean mayChange(int code) {
        return code == 408 || code == 409 || code == 410 || code == 425 || code >= 500;
    }

    private String sentence(Target target, ApiStatus status) {
        String words = status.message().isEmpty() ? "" : ": " + status.message();
        String remedy = remedy(target, status);
        return cluster + ": cannot " + target + ": " + status.code() + " " + status.reason() + words
                + (remedy.isEmpty() ? "" : "; " + remedy);
    }

    private static String remedy(Target target, ApiStatus status) {
        int code = status.code();
        return switch (code) {
            case 301, 302, 303, 307, 308 -> "give the address of the API server itself, redirects are not followed";
            case 401 -> "renew the credentials of this cluster";
            case 403 ->
                target.typed() ? target.grant() + " to this user" : "grant this user the path " + target.resource();
            case 404 ->
                ofUnknownType(target, status)
                        ? "check that the cluster serves " + target.resource()
                                + " in this version, for example with kubectl api-resources"
                        : "";
            case 422 -> "correct the object";
            default -> "";
        };
    }

    // A server that knows the type names the object; one that does not says "404 page not found" or names nothing.
    private static boolean ofUnknownType(Target target, ApiStatus status) {
        return target.typed() && (target.name().isEmpty() || !status.message().contains("\"" + target.name() + "\""));
    }

    private @Nullable Duration duration(@Nullable String retryAfter) {
        if (retryAfter == null) {
            return null;
        }
        String text = retryAfter.strip();
        try {
            if (text.matches("\\d{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(text));
            }
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(Instant.ofEpochMilli(timer.now(MILLISECONDS)), at);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
