package io.kubefed.fcp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kubefed.apiserver.storage.embedded.EmbeddedStorage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

final class StorageMainTest {

    @TempDir
    private Path temporary;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Path directory;
    private Path backup;

    @BeforeEach
    void begin() {
        directory = temporary.resolve("store");
        backup = temporary.resolve("backup");
        try (EmbeddedStorage store = EmbeddedStorage.open(directory, 1_000, 10, Schedulers.boundedElastic())) {
            store.put("/configmaps/default/shop", 0, JsonNodeFactory.instance.objectNode())
                    .block();
        }
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setOut(stream);
        System.setErr(stream);
    }

    @AfterEach
    void end() {
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void backsUpRestoresAndChecks() {
        Path restored = temporary.resolve("restored");

        assertThat(run("backup", directory.toString(), backup.toString())).isZero();
        assertThat(run("restore", backup.toString(), restored.toString())).isZero();
        assertThat(run("check", restored.toString())).isZero();

        assertThat(lines())
                .containsExactly(
                        "backed up 1 object, the last version is 1001 to " + backup,
                        "restored 1 object, the last version is 1000001001 to " + restored,
                        restored + " is sound: 1 object, the last version is 1000001001");
    }

    @Test
    void saysWhatIsDamaged() throws Exception {
        Path file = directory.resolve("store.db");
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("{\"metadata\":{}}");
        bytes[at + 3] ^= 1;
        Files.write(file, bytes);

        assertThat(run("check", directory.toString())).isEqualTo(1);

        assertThat(lines()[0]).startsWith("the object /configmaps/default/shop at version 1001 is damaged");
        assertThat(lines()[1]).startsWith("Error: " + directory + " is damaged");
    }

    @Test
    void saysWhatCannotBeDone() {
        assertThat(run("backup", temporary.toString(), backup.toString())).isEqualTo(1);
        assertThat(run("restore", backup.toString())).isEqualTo(1);
        assertThat(run("mend")).isEqualTo(1);
        assertThat(run()).isEqualTo(1);

        assertThat(lines()[0]).isEqualTo("Error: there is no store in " + temporary);
        assertThat(lines()).contains("fcp storage --help says how it is used.");
        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("Exception");
    }

    @Test
    void explainsItself() {
        assertThat(run("--help")).isZero();
        assertThat(run("restore", "--help")).isZero();

        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("Usage: fcp storage", "backup", "restore", "check", "Usage: fcp storage restore");
    }

    private static int run(String... arguments) {
        return StorageMain.run(arguments);
    }

    private String[] lines() {
        return said.toString(StandardCharsets.UTF_8).split(System.lineSeparator());
    }
}
