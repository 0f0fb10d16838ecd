package io.kubefed.benchmarks.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own with this one's class path. It ends with this one at the latest. */
public final class JavaProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private JavaProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Starts a main class with options for its JVM; what it writes to its standard error is shown. */
    public static JavaProcess start(List<String> jvm, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        }
        command.addAll(jvm);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        try {
            return new JavaProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class path of this JVM, also where a test runner has hidden it in a jar. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Sends a line to its standard input. */
    public void tell(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line {@code name=value}, and returns its value. */
    public String await(String name) {
        return await(name, new HashMap<>());
    }

    private String await(String name, Map<String, String> passed) {
        try {
            String line;
            while ((line = output.readLine()) != null) {
                int equals = line.indexOf('=');
                if (equals < 0) {
                    Terminal.print(line);
                } else if (line.substring(0, equals).equals(name)) {
                    return line.substring(equals + 1);
                } else {
                    passed.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("a process ended before it said " + name);
    }

    /**
     * Waits for the end, and returns everything that it said and nobody waited for.
     *
     * @throws IllegalStateException if it failed
     */
    public Map<String, String> awaitEnd() {
        Map<String, String> said = new HashMap<>();
        String end = await("end", said);
        if (!end.equals("ok")) {
            throw new IllegalStateException("a process failed: " + end);
        }
        close();
        return said;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
