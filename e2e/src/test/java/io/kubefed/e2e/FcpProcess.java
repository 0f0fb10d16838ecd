package io.kubefed.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server of {@code fcp} as a process of its own. */
final class FcpProcess implements AutoCloseable {

    private final List<String> arguments;
    private final int port = freePort();
    private final Path log;
    private @Nullable Process process;

    /** The controller manager over a federation API. */
    FcpProcess(Path kubeconfig, String... flags) {
        this.arguments = new ArrayList<>(List.of(
                "federation-controller-manager",
                "--kubeconfig=" + kubeconfig,
                "--address=127.0.0.1",
                "--port=" + port,
                "--cluster-monitor-period=1s"));
        arguments.addAll(List.of(flags));
        this.log = logFile();
    }

    private FcpProcess(List<String> arguments) {
        this.arguments = arguments;
        this.log = logFile();
    }

    /** The sandbox. */
    static FcpProcess sandbox(String... flags) {
        List<String> arguments = new ArrayList<>(List.of("sandbox"));
        arguments.addAll(List.of(flags));
        return new FcpProcess(arguments);
    }

    /** The API server. */
    static FcpProcess apiServer(List<String> flags) {
        List<String> arguments = new ArrayList<>(List.of("federation-apiserver"));
        arguments.addAll(flags);
        return new FcpProcess(arguments);
    }

    private static Path logFile() {
        try {
            return Files.createTempFile("fcp", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.kubefed.fcp.Main"));
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a run came to that should end by itself.
     *
     * @param exitCode 0 or 1
     * @param output everything it said
     */
    record Result(int exitCode, String output) {}

    /** Runs it to its end. */
    Result run() {
        start();
        return new Result(awaitEnd(), output());
    }

    /** What an endpoint of the status server answers: code and body. */
    String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    void kill() {
        running().destroyForcibly();
        awaitEnd();
    }

    /**
     * Asks it to stop, as a pod is.
     *
     * @return its exit code
     */
    int terminate() {
        running().destroy();
        return awaitEnd();
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    private int awaitEnd() {
        try {
            if (!running().waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("does not end: " + output());
            }
            return running().exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
