package io.kubefed.e2e;

import io.kubefed.testkit.real.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code fcp federation-apiserver} as a process, over TLS, its objects in a directory; it keeps its port when it is started again. */
final class OwnFederationApi implements AutoCloseable {

    private final Path directory;
    private final int port = freePort();
    private @Nullable FcpProcess process;

    /** One whose certificates, kubeconfig and objects are in a directory. */
    OwnFederationApi(Path directory) {
        this.directory = directory;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it, and waits until it serves an administrator. */
    void start(String... flags) {
        List<String> all = new ArrayList<>(List.of(
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + directory.resolve("certs"),
                "--data-dir=" + directory.resolve("data")));
        all.addAll(List.of(flags));
        FcpProcess started = FcpProcess.apiServer(all);
        process = started;
        started.start();
        Waiting.until(() -> Files.exists(kubeconfig())
                && kubectl().tryRun("get", "--raw", "/readyz").succeeded());
    }

    /** The process that was started last. */
    FcpProcess process() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    String url() {
        return "https://127.0.0.1:" + port;
    }

    Path authority() {
        return directory.resolve("certs/ca.crt");
    }

    /** The administrator's, which holds a client certificate. */
    Path kubeconfig() {
        return directory.resolve("certs/admin.kubeconfig");
    }

    /** The real kubectl, as the administrator. */
    Kubectl kubectl() {
        return new Kubectl(kubeconfig());
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
