package io.kubefed.apiserver.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and how patient it is.
 *
 * @param host the address
 * @param port 0 for any that is free
 * @param tls the certificates; null for plain HTTP/1.1
 * @param headTime how long the head of a request may take to come
 * @param bodyTime how long its body may take to come
 * @param idleTime how long a connection may be open without a request
 */
public record Listener(
        String host, int port, @Nullable Tls tls, Duration headTime, Duration bodyTime, Duration idleTime) {

    private static final Duration HEAD = Duration.ofSeconds(32);
    private static final Duration BODY = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofSeconds(90);

    /** Checks that there is an address. */
    public Listener {
        requireNonNull(host, "host");
    }

    /** Plain HTTP. */
    public static Listener plain(String host, int port) {
        return new Listener(host, port, null, HEAD, BODY, IDLE);
    }

    /** HTTP/2 and HTTP/1.1 over TLS. */
    public static Listener secure(String host, int port, Tls tls) {
        return new Listener(host, port, tls, HEAD, BODY, IDLE);
    }
}
