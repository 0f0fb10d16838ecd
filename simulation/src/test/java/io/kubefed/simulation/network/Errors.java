package io.kubefed.simulation.network;

import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.ThrottledException;
import io.kubefed.core.error.TransientException;
import java.time.Duration;
import java.util.List;

/** What a client says when the network or a sick server fails it. */
final class Errors {

    private Errors() {}

    static FederationException refusedConnection(String cluster) {
        return new TransientException(cluster + ": connection refused", null);
    }

    static FederationException reset(String cluster) {
        return new TransientException(cluster + ": connection reset by peer", null);
    }

    static FederationException noAnswer(String cluster, Duration limit) {
        return new TransientException(cluster + ": no answer within " + limit.toMillis() + " ms", null);
    }

    static FederationException throttled(String cluster, long seconds) {
        ApiStatus status = new ApiStatus(429, "TooManyRequests", "slow down", List.of(), Duration.ofSeconds(seconds));
        return new ThrottledException(cluster + ": 429 slow down", status);
    }

    static FederationException broken(String cluster, boolean timeout) {
        ApiStatus status = timeout
                ? ApiStatus.of(504, "Timeout", "request did not complete within the requested timeout")
                : ApiStatus.of(500, "InternalError", "etcdserver: leader changed");
        return new TransientException(cluster + ": " + status.code() + " " + status.message(), status, null);
    }

    static FederationException gone(String cluster) {
        ApiStatus status = ApiStatus.of(410, "Expired", "too old resource version");
        return new TransientException(cluster + ": 410 too old resource version", status, null);
    }

    static FederationException notServed(String cluster) {
        ApiStatus status = ApiStatus.of(404, "NotFound", "404 page not found");
        return new PermanentException(cluster + ": 404 page not found", status, null);
    }

    static FederationException noWatchList(String cluster) {
        String words = "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList"
                + " feature gate is enabled";
        return new PermanentException(cluster + ": 422 " + words, ApiStatus.of(422, "Invalid", words), null);
    }
}
