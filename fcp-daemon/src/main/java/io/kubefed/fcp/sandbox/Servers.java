package io.kubefed.fcp.sandbox;

import io.kubefed.apiserver.ApiServer;
import io.kubefed.apiserver.ApiServerSettings;
import io.kubefed.apiserver.storage.embedded.EmbeddedStorage;
import io.kubefed.apiserver.storage.embedded.UnusableStoreException;
import io.kubefed.core.error.PermanentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The API servers of a sandbox, in memory or each in a directory of its own. */
final class Servers {

    private final Map<String, ApiServer> byName = new LinkedHashMap<>();
    private final List<EmbeddedStorage> stores = new ArrayList<>();
    private final @Nullable Path data;
    private final Scheduler timer;
    private final RandomGenerator random;

    private Servers(@Nullable Path data, Scheduler timer, RandomGenerator random) {
        this.data = data;
        this.timer = timer;
        this.random = random;
    }

    /**
     * Opens them, which reads what they keep.
     *
     * @param names of the clusters
     * @param data the directory that keeps them, with one of each name in it; null to keep nothing
     * @return errors with {@link PermanentException} if a store cannot be opened; those that could are closed
     */
    static Mono<Servers> open(List<String> names, @Nullable Path data, Scheduler timer, RandomGenerator random) {
        Servers servers = new Servers(data, timer, random);
        return Flux.fromIterable(names)
                .concatMap(servers::add, 1)
                .then(Mono.just(servers))
                .doOnError(unusable -> servers.close());
    }

    private Mono<Void> add(String name) {
        return server(name).doOnNext(server -> byName.put(name, server)).then();
    }

    private Mono<ApiServer> server(String name) {
        if (data == null) {
            return Mono.fromSupplier(() -> ApiServer.inMemory(name, ApiServerSettings.DEFAULT, timer, random));
        }
        return Mono.fromSupplier(() -> store(data.resolve(name)))
                .doOnNext(stores::add)
                .flatMap(store -> ApiServer.over(name, store, timer, random));
    }

    private EmbeddedStorage store(Path directory) {
        ApiServerSettings settings = ApiServerSettings.DEFAULT;
        try {
            return EmbeddedStorage.open(directory, settings.firstRevision(), settings.historyWrites(), timer);
        } catch (UnusableStoreException unusable) {
            throw new PermanentException("--data-dir: " + unusable.getMessage());
        }
    }

    /** The servers in the order of their names as given. */
    Map<String, ApiServer> byName() {
        return byName;
    }

    /** Closes what they keep. */
    void close() {
        stores.forEach(EmbeddedStorage::close);
    }
}
