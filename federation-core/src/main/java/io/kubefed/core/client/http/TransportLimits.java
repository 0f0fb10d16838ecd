package io.kubefed.core.client.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What one cluster may use at most.
 *
 * @param requestConnections connections for requests
 * @param streamConnections connections for streams
 * @param pending requests, and as many streams, that may wait for a connection
 * @param connectTimeout for TCP, and again for TLS
 * @param idleTimeout after which an unused connection is closed; shorter than the server's, or it closes under a request
 * @param bodyBytes the longest body that is read whole
 */
public record TransportLimits(
        int requestConnections,
        int streamConnections,
        int pending,
        Duration connectTimeout,
        Duration idleTimeout,
        int bodyBytes) {

    /** 16 and 512 connections, 4,096 waiting, 10 s, 45 s, 64 MiB. */
    public static final TransportLimits DEFAULT =
            new TransportLimits(16, 512, 4_096, Duration.ofSeconds(10), Duration.ofSeconds(45), 64 << 20);

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if a number is not positive
     */
    public TransportLimits {
        requireNonNull(connectTimeout, "connectTimeout");
        requireNonNull(idleTimeout, "idleTimeout");
        if (requestConnections < 1 || streamConnections < 1 || pending < 1 || bodyBytes < 1) {
            throw new IllegalArgumentException("limits must be positive: " + requestConnections + ", "
                    + streamConnections + ", " + pending + ", " + bodyBytes);
        }
    }

    /** The same with another limit for bodies that are read whole. */
    public TransportLimits withBodyBytes(int bytes) {
        return new TransportLimits(requestConnections, streamConnections, pending, connectTimeout, idleTimeout, bytes);
    }
}
