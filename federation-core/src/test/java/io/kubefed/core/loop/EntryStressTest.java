package io.kubefed.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link EntryStress} under jcstress, shortly, in a JVM of its own, because jcstress forks more of them. */
class EntryStressTest {

    private static final List<String> SHORTLY =
            List.of("-m", "sanity", "-f", "1", "-iters", "3", "-time", "30", "-c", "2", "-sc", "false");

    @Test
    void showsNoForbiddenOutcome(@TempDir Path results) throws Exception {
        Path output = results.resolve("output.txt");
        Process jcstress = start(results, output);

        boolean ended = jcstress.waitFor(4, TimeUnit.MINUTES);
        jcstress.destroyForcibly();

        String said = Files.readString(output);
        assertThat(ended).as(said).isTrue();
        assertThat(jcstress.exitValue()).as(said).isZero();
        assertThat(said).contains("0 failed, 0 soft errs, 0 hard errs").contains("4 matching test results");
    }

    private static Process start(Path results, Path output) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder command = new ProcessBuilder(java, "org.openjdk.jcstress.Main");
        command.command().addAll(SHORTLY);
        command.command().addAll(List.of("-t", EntryStress.class.getSimpleName(), "-r", results.toString()));
        command.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return command.directory(results.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
