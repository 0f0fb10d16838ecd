package io.kubefed.fcp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.PermanentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestsTest {

    @TempDir
    private Path directory;

    @Test
    void bringsTheExample() {
        assertThat(Manifests.hello().objects()).extracting(KubeObject::kind).containsExactly("Namespace", "ConfigMap");
    }

    @Test
    void skipsEmptyDocuments() {
        Path file = write("---\n# nothing\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n");

        assertThat(Manifests.read(file).objects()).extracting(KubeObject::name).containsExactly("shop");
    }

    @Test
    void saysWhichDocumentIsNoObject() {
        Path file = write("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\nkind: ConfigMap\n");

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> Manifests.read(file))
                .withMessage(file + ": document 2 is no object with apiVersion, kind and metadata.name");
    }

    @Test
    void saysWhatItCannotRead() {
        Path broken = write("{");
        Path missing = directory.resolve("missing.yaml");

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> Manifests.read(broken))
                .withMessageStartingWith("cannot read " + broken);
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> Manifests.read(missing))
                .withMessageStartingWith("cannot read " + missing);
    }

    private Path write(String yaml) {
        try {
            return Files.writeString(directory.resolve("manifests.yaml"), yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
