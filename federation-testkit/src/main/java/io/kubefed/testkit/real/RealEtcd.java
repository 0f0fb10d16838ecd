package io.kubefed.testkit.real;

import java.nio.file.Path;
import java.util.List;

/** One etcd for any number of clusters, which keep apart by prefix. */
final class RealEtcd {

    private final ServerProcess process;
    private final String url;

    RealEtcd(Path directory) {
        url = "http://127.0.0.1:" + ServerProcess.freePort();
        String peers = "http://127.0.0.1:" + ServerProcess.freePort();
        process = new ServerProcess(
                "etcd",
                directory,
                List.of(
                        RealAssets.binary("etcd").toString(),
                        "--data-dir=" + directory.resolve("etcd"),
                        "--listen-client-urls=" + url,
                        "--advertise-client-urls=" + url,
                        "--listen-peer-urls=" + peers,
                        "--initial-advertise-peer-urls=" + peers,
                        "--initial-cluster=default=" + peers,
                        "--unsafe-no-fsync",
                        "--log-level=warn"));
        process.start();
    }

    String url() {
        return url;
    }

    void stop() {
        process.kill();
    }
}
