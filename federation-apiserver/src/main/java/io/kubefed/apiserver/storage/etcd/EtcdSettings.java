package io.kubefed.apiserver.storage.etcd;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which etcd, and where in it.
 *
 * @param endpoints such as {@code https://etcd-0:2379}; one or more, members of one cluster
 * @param prefix what the keys of this federation API begin with, such as {@code /federation}: other programs keep out of it
 * @param authority who signs etcd's certificates; null for those that the JVM trusts
 * @param certificate what this server shows; null for nothing
 * @param privateKey its key; null if there is no certificate
 * @param historyWrites how many writes can be looked back, 1 or more
 * @param compaction how often etcd is told to forget what is older than that; zero if somebody else does it
 */
public record EtcdSettings(
        List<URI> endpoints,
        String prefix,
        @Nullable Path authority,
        @Nullable Path certificate,
        @Nullable Path privateKey,
        int historyWrites,
        Duration compaction) {

    /** As often as a real API server does it. */
    public static final Duration COMPACTION = Duration.ofMinutes(5);

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if there is no endpoint, some have TLS and some have not, or a key comes without a certificate
     */
    public EtcdSettings {
        endpoints = List.copyOf(endpoints);
        requireNonNull(prefix, "prefix");
        if (compaction.isNegative()) {
            throw new IllegalArgumentException("compaction every " + compaction + " cannot be");
        }
        if (endpoints.isEmpty()
                || endpoints.stream().map(URI::getScheme).distinct().count() != 1
                || !List.of("http", "https")
                        .contains(String.valueOf(endpoints.get(0).getScheme()))
                || endpoints.stream().anyMatch(endpoint -> endpoint.getHost() == null)) {
            throw new IllegalArgumentException(
                    endpoints + " must be one or more URLs, all http://host:port or all https://host:port");
        }
        if ((certificate == null) != (privateKey == null)) {
            throw new IllegalArgumentException("a certificate and its key are given together");
        }
        if (!prefix.startsWith("/") || prefix.endsWith("/")) {
            throw new IllegalArgumentException(
                    "the prefix " + prefix + " must begin with a slash, and end without one");
        }
    }

    boolean tls() {
        return "https".equals(endpoints.get(0).getScheme());
    }
}
