package io.kubefed.apiserver.storage.embedded;

import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

class EmbeddedStorageContractTest extends StorageContract {

    @TempDir
    private Path directory;

    private int stores;

    @Override
    protected Storage open(int history) {
        return EmbeddedStorage.open(
                directory.resolve("store-" + stores++), 1_000, history, Schedulers.boundedElastic());
    }

    @Override
    protected void close(Storage storage) {
        ((EmbeddedStorage) storage).close();
    }
}
