package io.kubefed.fcp.apiserver;

import io.kubefed.apiserver.ApiServerSettings;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.embedded.EmbeddedStorage;
import io.kubefed.apiserver.storage.embedded.UnusableStoreException;
import io.kubefed.apiserver.storage.etcd.EtcdSettings;
import io.kubefed.apiserver.storage.etcd.EtcdStorage;
import io.kubefed.apiserver.storage.memory.MemoryStorage;
import io.kubefed.core.error.PermanentException;
import java.net.URI;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The store that the flags ask for.
 *
 * @param storage the store
 * @param close lets go of it; blocks until what was written is kept
 */
record OpenStore(Storage storage, Runnable close) {

    private static final ApiServerSettings SETTINGS = ApiServerSettings.DEFAULT;

    /**
     * Opens it.
     *
     * @param timer where writers are answered and followers told
     * @param blocking where files are read
     * @return errors with {@link PermanentException} if it cannot be opened; with what etcd said if that is not there
     */
    static Mono<OpenStore> of(ApiServerFlags flags, Scheduler timer, Scheduler blocking) {
        return switch (flags.storageBackend()) {
            case memory ->
                Mono.fromSupplier(() ->
                        new OpenStore(new MemoryStorage(SETTINGS.firstRevision(), SETTINGS.historyWrites()), () -> {}));
            case embedded -> Mono.fromCallable(() -> embedded(flags, timer)).subscribeOn(blocking);
            case etcd3 -> EtcdStorage.open(etcd(flags), timer).map(storage -> new OpenStore(storage, storage::close));
        };
    }

    private static OpenStore embedded(ApiServerFlags flags, Scheduler timer) {
        try {
            EmbeddedStorage storage =
                    EmbeddedStorage.open(flags.dataDir, SETTINGS.firstRevision(), SETTINGS.historyWrites(), timer);
            return new OpenStore(storage, storage::close);
        } catch (UnusableStoreException unusable) {
            throw new PermanentException("--data-dir: " + unusable.getMessage());
        }
    }

    /**
     * What the flags say of etcd.
     *
     * @throws PermanentException if they do not fit together
     */
    static EtcdSettings etcd(ApiServerFlags flags) {
        try {
            List<URI> servers = flags.etcdServers.stream().map(URI::create).toList();
            return new EtcdSettings(
                    servers,
                    flags.etcdPrefix,
                    flags.etcdCaFile,
                    flags.etcdCertFile,
                    flags.etcdKeyFile,
                    SETTINGS.historyWrites(),
                    flags.etcdCompactionInterval);
        } catch (IllegalArgumentException wrong) {
            throw new PermanentException("--etcd-servers, --etcd-prefix and the like: " + wrong.getMessage());
        }
    }
}
