package io.kubefed.fcp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.apiserver.http.Identities;
import io.kubefed.core.error.PermanentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingFilesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    @TempDir
    private Path directory = Path.of("");

    private Authority authority = made();

    private static Authority made() {
        Authority.Signed made = Authority.create("test", NOW);
        return new Authority(made.certificate(), made.keys().getPrivate());
    }

    @BeforeEach
    void write() throws IOException {
        write("a", "a.example.com");
        write("b", "b.example.com");
    }

    private void write(String name, String host) throws IOException {
        Authority.Signed signed = authority.server(List.of(host), NOW);
        Files.writeString(directory.resolve(name + ".crt"), Pem.of(List.of(signed.certificate())));
        Files.writeString(directory.resolve(name + ".key"), Pem.of(signed.keys()));
    }

    private ServingFiles.Pair pair(String certificate, String key, String... names) {
        return new ServingFiles.Pair(
                directory.resolve(certificate + ".crt"), directory.resolve(key + ".key"), List.of(names));
    }

    private static String shown(WatchedFiles<Identities> files) {
        return files.get().usual().toString();
    }

    @Test
    void findsOtherCertificatesByTheirNamesOrByThoseGiven() {
        Identities found = ServingFiles.read(pair("a", "a"), List.of(pair("b", "b", "*.shop", "X")))
                .get();
        Identities byCertificate =
                ServingFiles.read(pair("a", "a"), List.of(pair("b", "b"))).get();

        assertThat(found.byName()).containsOnlyKeys("*.shop", "x");
        assertThat(byCertificate.byName()).containsOnlyKeys("b.example.com");
    }

    @Test
    void readsFilesAgainWhenTheyChange() throws IOException {
        WatchedFiles<Identities> files = ServingFiles.read(pair("a", "a"), List.of());

        write("a", "new.example.com");
        files.look();

        assertThat(shown(files)).isEqualTo("CN=new.example.com");
    }

    @Test
    void staysWithWhatItHasWhenAChangeMakesNoSense() throws IOException {
        WatchedFiles<Identities> files = ServingFiles.read(pair("a", "a"), List.of());

        Files.writeString(directory.resolve("a.key"), "nonsense");
        files.look();
        assertThat(shown(files)).isEqualTo("CN=a.example.com");
        Files.copy(
                directory.resolve("b.key"),
                directory.resolve("a.key"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        files.look();

        assertThat(shown(files)).isEqualTo("CN=a.example.com");
    }

    @Test
    void refusesAKeyOfAnotherCertificateAndSaysWhich() {
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> ServingFiles.read(pair("a", "b"), List.of()))
                .withMessageContaining("b.key")
                .withMessageContaining("a.crt");
    }

    @Test
    void readsPairsAsTheFlagHasThem() {
        assertThat(ServingFiles.Pair.parse("a.crt,a.key:x,*.y"))
                .isEqualTo(new ServingFiles.Pair(Path.of("a.crt"), Path.of("a.key"), List.of("x", "*.y")));
        assertThat(ServingFiles.Pair.parse("a.crt,a.key").names()).isEmpty();
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> ServingFiles.Pair.parse("a.crt"))
                .withMessageContaining("--tls-sni-cert-key is a.crt");
    }
}
