package io.kubefed.fcp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.core.client.access.Kubeconfigs;
import io.kubefed.core.error.PermanentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SandboxKubeconfigTest {

    @TempDir
    private Path directory;

    private final Map<String, String> urls = new LinkedHashMap<>();

    SandboxKubeconfigTest() {
        urls.put("federation", "http://127.0.0.1:1001");
        urls.put("east", "http://127.0.0.1:1002");
    }

    @Test
    void leadsToEveryClusterAndToTheFederationApiFirst() {
        Path file = directory.resolve("new/kubeconfig");

        SandboxKubeconfig.write(file, urls);

        assertThat(Kubeconfigs.fromFile(file, null).server()).isEqualTo("http://127.0.0.1:1001");
        assertThat(Kubeconfigs.fromFile(file, "east").server()).isEqualTo("http://127.0.0.1:1002");
    }

    @Test
    void namesTheFileThatItCannotWrite() throws IOException {
        Path taken = Files.createDirectory(directory.resolve("taken"));

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> SandboxKubeconfig.write(taken, urls))
                .withMessageStartingWith("--kubeconfig: cannot write " + taken);
    }
}
