package io.kubefed.apiserver.storage.etcd;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.storage.Encoded;
import io.kubefed.apiserver.storage.Range;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageException.Stale;
import io.kubefed.apiserver.storage.StorageException.Unavailable;
import io.kubefed.apiserver.storage.StorageSignal;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.apiserver.storage.timeline.Timeline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * {@link Storage} in an etcd v3 (3.4.25, 3.5.8, 3.6 or newer), which several API servers may share. Revisions are etcd's.
 *
 * <p>Values and history are in memory, fed by one watch. A read asks etcd for its revision, one question for all who read at about the same
 * time, and is answered from memory once the watch has reached that: it sees everything that was acknowledged before, by whichever
 * server. A write is one transaction, and is acknowledged once the watch has shown it.
 */
public final class EtcdStorage implements Storage, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EtcdClient client;
    private final Keys keys;
    private final Timeline timeline;
    private final Cache cache;
    private final Newest newest;
    private final Scheduler scheduler;
    private final Disposable.Composite running = Disposables.composite();

    private EtcdStorage(
            EtcdClient client, Keys keys, Cache.Snapshot snapshot, EtcdSettings settings, Scheduler scheduler) {
        this.client = client;
        this.keys = keys;
        this.scheduler = scheduler;
        this.timeline = new Timeline(snapshot.revision(), snapshot.values(), settings.historyWrites());
        this.cache = new Cache(client, keys, timeline, scheduler);
        this.newest = new Newest(
                client.range(RangeResponse.request(keys.compaction(), "", 1, 0)).map(RangeResponse::revision));
        running.add(cache.follow().subscribe());
        if (!settings.compaction().isZero()) {
            running.add(new Compactor(client, keys)
                    .run(settings.compaction(), scheduler)
                    .subscribe());
        }
    }

    /**
     * Connects, and reads all objects.
     *
     * @param scheduler where answers come, and what time is measured by
     * @return errors with {@link Unavailable} if etcd cannot be reached within ten seconds, with {@link IllegalArgumentException} if a
     *     certificate cannot be used
     */
    public static Mono<EtcdStorage> open(EtcdSettings settings, Scheduler scheduler) {
        return Mono.defer(() -> {
            EtcdClient client = EtcdClient.connect(settings, scheduler);
            Keys keys = new Keys(settings.prefix());
            return Cache.load(client, keys)
                    .map(snapshot -> new EtcdStorage(client, keys, snapshot, settings, scheduler))
                    .doOnError(error -> client.close());
        });
    }

    @Override
    public Mono<Stored> find(String key) {
        return fresh().then(Mono.fromSupplier(() -> timeline.find(key)));
    }

    @Override
    public Mono<Range> range(RangeQuery query) {
        return Mono.defer(() -> query.revision() != 0 && query.revision() <= timeline.revision()
                ? Mono.just(timeline.range(query))
                : fresh().then(Mono.fromSupplier(() -> timeline.range(query))));
    }

    private Mono<Void> fresh() {
        return newest.revision().flatMap(this::seen);
    }

    private Mono<Void> seen(long revision) {
        return cache.reached(revision)
                .timeout(PATIENCE, scheduler)
                .onErrorMap(
                        TimeoutException.class,
                        late -> new Unavailable(
                                "etcd is at revision " + revision + ", but its watch only at " + timeline.revision()));
    }

    @Override
    public Mono<Stored> put(String key, long expected, ObjectNode content) {
        return Mono.defer(() -> {
            Encoded encoded = Encoded.of(content);
            return written(key, expected, Transaction.put(keys.outer(key), expected, encoded.json()))
                    .flatMap(outcome -> seen(outcome.revision())
                            .then(Mono.fromSupplier(() -> shared(encoded.at(key, outcome.revision())))));
        });
    }

    /** The value in memory, if it is this one: it is kept anyway. */
    private Stored shared(Stored written) {
        Stored known = timeline.find(written.key());
        return known != null && known.revision() == written.revision() ? known : written;
    }

    @Override
    public Mono<Stored> delete(String key, long expected) {
        if (expected == 0) {
            // For etcd, what is not there is at revision 0, and can be removed.
            return find(key)
                    .map(Stored::revision)
                    .defaultIfEmpty(0L)
                    .flatMap(actual -> Mono.error(new Stale(key, 0, actual)));
        }
        return written(key, expected, Transaction.delete(keys.outer(key), expected))
                .flatMap(outcome -> seen(outcome.revision()).thenReturn(removed(key, outcome)));
    }

    private static Stored removed(String key, Transaction outcome) {
        try {
            return Encoded.read(outcome.found().get(0).value()).at(key, outcome.revision());
        } catch (IOException e) {
            throw new Unavailable(key + " was removed from etcd, and was no object: " + e.getMessage());
        }
    }

    private Mono<Transaction> written(String key, long expected, Message transaction) {
        requireNonNull(key, "key");
        return client.transaction(transaction)
                .onErrorMap(
                        Unavailable.class,
                        error -> new Unavailable(
                                error.getMessage() + "; it is not known whether " + key + " was written"))
                .flatMap(outcome -> outcome.succeeded()
                        ? Mono.just(outcome)
                        : Mono.error(new Stale(key, expected, actual(outcome))));
    }

    private static long actual(Transaction outcome) {
        return outcome.found().stream().mapToLong(KeyValue::revision).sum();
    }

    @Override
    public Flux<StorageSignal> watch(String prefix, long after, Publisher<?> progress) {
        return timeline.watch(prefix, after, progress);
    }

    @Override
    public Mono<Long> revision() {
        return fresh().then(Mono.fromSupplier(timeline::revision));
    }

    @Override
    public int openWatches() {
        return timeline.openWatches();
    }

    /** Ends the watch and the connections. */
    @Override
    public void close() {
        running.dispose();
        client.close();
    }
}
