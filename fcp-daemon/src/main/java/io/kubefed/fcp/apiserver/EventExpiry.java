package io.kubefed.fcp.apiserver;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.Stored;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Removes Events that were last heard of too long ago.
 *
 * @param storage where they are
 * @param ttl how long they are kept
 * @param timer the clock
 */
record EventExpiry(Storage storage, Duration ttl, Scheduler timer) {

    private static final Logger LOG = LoggerFactory.getLogger(EventExpiry.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final List<String> COLLECTIONS = List.of("/events/", "/events.events.k8s.io/");
    private static final List<String> TIMES = List.of(
            "/metadata/creationTimestamp",
            "/lastTimestamp",
            "/deprecatedLastTimestamp",
            "/eventTime",
            "/series/lastObservedTime");

    /** Looks once a minute; never completes. */
    Mono<Void> run() {
        return Flux.interval(EVERY, timer)
                .onBackpressureDrop()
                .concatMap(tick -> once().onErrorResume(this::logged), 1)
                .then();
    }

    private Mono<Void> logged(Throwable error) {
        LOG.atWarn().addKeyValue("error", error.getMessage()).log("could not remove old Events, will try again");
        return Mono.empty();
    }

    private Mono<Void> once() {
        Instant before = Instant.ofEpochMilli(timer.now(MILLISECONDS)).minus(ttl);
        return Flux.fromIterable(COLLECTIONS)
                .concatMap(prefix -> storage.range(RangeQuery.all(prefix)), 1)
                .concatMapIterable(range -> range.items())
                .filter(event -> lastHeardOf(event).isBefore(before))
                .concatMap(this::remove, 1)
                .then();
    }

    private static Instant lastHeardOf(Stored event) {
        return TIMES.stream()
                .map(pointer -> event.content().at(pointer))
                .flatMap(EventExpiry::time)
                .max(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private static Stream<Instant> time(JsonNode text) {
        try {
            return text.asText().isEmpty() || text.isNull() ? Stream.empty() : Stream.of(Instant.parse(text.asText()));
        } catch (DateTimeException noTime) {
            return Stream.empty();
        }
    }

    private Mono<Stored> remove(Stored event) {
        // Whoever wrote it in between has news of it.
        return storage.delete(event.key(), event.revision())
                .onErrorResume(StorageException.Stale.class, stale -> Mono.empty());
    }
}
