package io.kubefed.testkit.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real kubectl with one kubeconfig. */
public final class Kubectl {

    private static final long LIMIT_SECONDS = 120;

    private final Path kubeconfig;

    /** Runs with the current context of a kubeconfig. */
    public Kubectl(Path kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    /**
     * What a run came to.
     *
     * @param exitCode 0 for success
     * @param output what went to standard output, without the last line break
     * @param error what went to standard error
     */
    public record Result(int exitCode, String output, String error) {

        /** Whether it exited with 0. */
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * Runs kubectl.
     *
     * @return its output
     * @throws IllegalStateException if it fails; the message has its words
     */
    public String run(String... arguments) {
        Result result = tryRun(arguments);
        if (!result.succeeded()) {
            throw new IllegalStateException("kubectl " + String.join(" ", arguments) + ": " + result.error());
        }
        return result.output();
    }

    /** Runs kubectl with a manifest on its standard input, which {@code -f -} reads; whatever comes of it. */
    public Result tryRunWith(String manifest, String... arguments) {
        return run(manifest, List.of(arguments));
    }

    /** Runs kubectl, whatever comes of it. */
    public Result tryRun(String... arguments) {
        return run("", List.of(arguments));
    }

    /** {@code kubectl apply --server-side} of a manifest, which wins over whoever changed the objects before. */
    public void apply(String manifest) {
        Result result = run(manifest, List.of("apply", "--server-side", "--force-conflicts", "-f", "-"));
        if (!result.succeeded()) {
            throw new IllegalStateException("kubectl apply: " + result.error());
        }
    }

    private Result run(String input, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(RealAssets.binary("kubectl").toString());
        command.add("--kubeconfig=" + kubeconfig);
        // Its own: a server on the same port in another run has other types.
        command.add("--cache-dir=" + kubeconfig.resolveSibling("kubectl-cache"));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("kubectl", ".out");
            Path error = Files.createTempFile("kubectl", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(error.toFile())
                        .start();
                try (java.io.OutputStream stdin = process.getOutputStream()) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                } catch (IOException closed) {
                    // It ended before it read all: its exit code tells why.
                }
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("kubectl " + arguments + " does not end");
                }
                return new Result(
                        process.exitValue(),
                        Files.readString(output).stripTrailing(),
                        Files.readString(error).strip());
            } finally {
                Files.delete(output);
                Files.delete(error);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
