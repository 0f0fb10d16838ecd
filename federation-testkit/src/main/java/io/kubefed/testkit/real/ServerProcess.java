package io.kubefed.testkit.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One server as a child process, with its output in a file.
 *
 * <p>A watcher of a few lines of shell kills it when this JVM is gone, however that came about. (A death signal by the kernel would
 * come when the thread that started the server ends.)
 */
final class ServerProcess {

    private static final int TAIL_LINES = 40;

    private final String name;
    private final List<String> command;
    private final Path log;
    private @Nullable Process process;

    ServerProcess(String name, Path directory, List<String> command) {
        this.name = name;
        this.command = command;
        this.log = directory.resolve(name + ".log");
    }

    synchronized void start() {
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process = started;
            String watch = "while kill -0 " + ProcessHandle.current().pid() + " && kill -0 " + started.pid()
                    + "; do sleep 1; done; kill -9 " + started.pid();
            new ProcessBuilder("sh", "-c", watch)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** As a crash: {@code SIGKILL}. */
    synchronized void kill() {
        if (process != null) {
            process.destroyForcibly();
            waitForEnd(process);
        }
    }

    /** Freezes it: connections stay open and nothing answers. */
    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private synchronized void signal(String signal) {
        if (process == null) {
            throw new IllegalStateException(name + " does not run");
        }
        try {
            waitForEnd(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void waitForEnd(Process of) {
        try {
            if (!of.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The last lines that it printed. */
    String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no output: " + e.getMessage() + ")";
        }
    }

    /** A port on loopback that is free now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
