package io.kubefed.fcp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.apiserver.http.Identity;
import io.kubefed.core.error.PermanentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertDirTest {

    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");
    private static final List<String> HOSTS = List.of("fed.example.com", "10.0.0.1", "::1");

    @TempDir
    private Path directory = Path.of("");

    private X509Certificate serve(Instant now, List<String> hosts) {
        CertDir dir = CertDir.open(directory, now);
        dir.prepareServer(hosts);
        return Pem.certificates(Pem.text(dir.certificateFile()), dir.certificateFile())
                .get(0);
    }

    @Test
    void makesAnAuthorityAndACertificateForAllHosts() throws Exception {
        X509Certificate made = serve(NOW, HOSTS);

        made.verify(CertDir.open(directory, NOW).authority().getPublicKey());
        assertThat(made.getSubjectAlternativeNames())
                .extracting(name -> name.get(1).toString())
                .containsExactly("fed.example.com", "10.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(Files.getPosixFilePermissions(directory.resolve("apiserver.key")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void keepsWhatIsThereAndGood() {
        List<String> hosts = List.of("fed.example.com", "10.0.0.1");

        assertThat(serve(NOW.plus(Duration.ofDays(30)), hosts)).isEqualTo(serve(NOW, hosts));
    }

    @Test
    void makesACertificateAnewBeforeItEndsOrLacksAHost() {
        List<String> hosts = List.of("fed.example.com");
        X509Certificate first = serve(NOW, hosts);

        X509Certificate later = serve(NOW.plus(Duration.ofDays(340)), hosts);
        X509Certificate wider = serve(NOW.plus(Duration.ofDays(340)), List.of("fed.example.com", "other"));

        assertThat(later).isNotEqualTo(first);
        assertThat(wider).isNotEqualTo(later);
        assertThat(wider.getIssuerX500Principal()).isEqualTo(first.getIssuerX500Principal());
    }

    @Test
    void writesAKubeconfigThatOnlyItsOwnerReads() throws IOException {
        CertDir dir = CertDir.open(directory, NOW);
        Identity admin = dir.admin();
        Path file = directory.resolve("deeper/admin.kubeconfig");

        AdminKubeconfig.write(file, "https://127.0.0.1:6443", List.of(dir.authority()), admin);

        assertThat(admin.chain().get(0).getSubjectX500Principal().getName())
                .contains("O=system:masters")
                .contains("CN=kubernetes-admin");
        assertThat(Files.readString(file)).contains("server: https://127.0.0.1:6443");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }

    @Test
    void saysWhichDirectoryItCannotHave() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> CertDir.open(file.resolve("certs"), NOW))
                .withMessageContaining("--cert-dir")
                .withMessageContaining(file.toString());
    }
}
