package io.kubefed.testkit.real;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One etcd for any number of clusters, which keep apart by prefix. It starts at once, and answers a moment later. */
public final class RealEtcd {

    private final ServerProcess process;
    private final String url;

    /** Starts one that keeps its data in a directory. */
    public RealEtcd(Path directory) {
        this(directory, "http", List.of());
    }

    /**
     * Starts one that speaks only TLS with clients, and only with those that show a certificate.
     *
     * @param authority who signs the certificates of clients, and its own
     */
    public static RealEtcd withTls(Path directory, Path authority, Path certificate, Path privateKey) {
        return new RealEtcd(
                directory,
                "https",
                List.of(
                        "--client-cert-auth",
                        "--trusted-ca-file=" + authority,
                        "--cert-file=" + certificate,
                        "--key-file=" + privateKey));
    }

    private RealEtcd(Path directory, String scheme, List<String> more) {
        url = scheme + "://127.0.0.1:" + ServerProcess.freePort();
        String peers = "http://127.0.0.1:" + ServerProcess.freePort();
        List<String> command = new ArrayList<>(List.of(
                RealAssets.binary("etcd").toString(),
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers,
                "--unsafe-no-fsync",
                "--log-level=warn"));
        command.addAll(more);
        process = new ServerProcess("etcd", directory, command);
        process.start();
    }

    /** Where clients find it. */
    public String url() {
        return url;
    }

    /** Starts it again, after {@link #stop}, where it was. */
    public void start() {
        process.start();
    }

    /** Kills it. */
    public void stop() {
        process.kill();
    }
}
