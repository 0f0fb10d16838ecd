package io.kubefed.benchmarks.macro;

import io.kubefed.benchmarks.process.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code fcp federation-controller-manager} as a process that can be held. */
final class FcpProcess implements AutoCloseable {

    private final Process process;

    private FcpProcess(Process process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    static FcpProcess start(List<String> jvm, Path kubeconfig) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        }
        command.addAll(jvm);
        command.addAll(List.of(
                "-cp",
                JavaProcess.classPath(),
                "io.kubefed.fcp.Main",
                "federation-controller-manager",
                "--kubeconfig=" + kubeconfig,
                "--address=127.0.0.1",
                "--port=" + freePort(),
                "--cluster-monitor-period=5s"));
        try {
            return new FcpProcess(new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
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

    /** CPU of all its threads since its start. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Stops it where it stands, its connections open. */
    void hold() {
        signal("STOP");
    }

    /** Lets it go on. */
    void release() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
