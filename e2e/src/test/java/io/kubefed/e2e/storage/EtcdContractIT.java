package io.kubefed.e2e.storage;

import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageContract;
import io.kubefed.apiserver.storage.etcd.EtcdStorage;
import io.kubefed.testkit.real.RealEtcd;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of a store, on a real etcd. */
class EtcdContractIT extends StorageContract {

    @TempDir
    private static Path directory;

    private static RealEtcd etcd;
    private static int stores;

    @BeforeAll
    static void start() {
        etcd = new RealEtcd(directory);
    }

    @AfterAll
    static void stop() {
        etcd.stop();
    }

    @Override
    protected Storage open(int history) {
        return Etcds.open(etcd, "/store-" + stores++, history);
    }

    @Override
    protected void close(Storage storage) {
        ((EtcdStorage) storage).close();
    }
}
