package io.kubefed.core.client.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.core.client.access.Credential.ClientCertificate;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.TransientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class CredentialsTest {

    private static final String V1 = "client.authentication.k8s.io/v1";

    @TempDir
    private Path directory;

    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

    @Test
    void readsATokenFileAgainAfterAMinute() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "first\n");
        Credentials credentials = of(new Authentication.TokenFile(file));

        assertThat(now(credentials)).isEqualTo(Credential.bearer("first"));
        Files.writeString(file, "second");
        assertThat(now(credentials)).isEqualTo(Credential.bearer("first"));
        timer.advanceTimeBy(Duration.ofSeconds(61));
        assertThat(now(credentials)).isEqualTo(Credential.bearer("second"));
    }

    @Test
    void readsATokenFileAgainWhenItsTokenIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "first");
        Credentials credentials = of(new Authentication.TokenFile(file));
        Credential first = now(credentials);
        Files.writeString(file, "second");

        credentials.drop(first);

        assertThat(now(credentials)).isEqualTo(Credential.bearer("second"));
        credentials.drop(first);
        Files.writeString(file, "third");
        assertThat(now(credentials)).as("an old refusal drops nothing new").isEqualTo(Credential.bearer("second"));
    }

    @Test
    void keepsATokenWhoseFileIsGoneForAMoment() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "first");
        Credentials credentials = of(new Authentication.TokenFile(file));
        now(credentials);
        Files.delete(file);
        timer.advanceTimeBy(Duration.ofSeconds(61));

        assertThat(now(credentials)).isEqualTo(Credential.bearer("first"));
    }

    @Test
    void saysWhichFileIsMissing() {
        Credentials credentials = of(new Authentication.TokenFile(directory.resolve("absent")));

        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> now(credentials))
                .withMessageContaining(directory.resolve("absent").toString());
    }

    @Test
    void readsCertificateFilesAgain() throws IOException {
        Path certificate = Files.writeString(directory.resolve("tls.crt"), "CERT 1");
        Path key = Files.writeString(directory.resolve("tls.key"), "KEY 1");
        ClusterAccess access = ClusterAccess.anonymous("east");
        access.config().setClientCertFile(certificate.toString());
        access.config().setClientKeyFile(key.toString());
        Credentials credentials = access.credentials(Schedulers.immediate(), timer);

        assertThat(now(credentials))
                .isEqualTo(Credential.NONE.with(new ClientCertificate("CERT 1", new Secret("KEY 1"))));
        Files.writeString(certificate, "CERT 2");
        timer.advanceTimeBy(Duration.ofSeconds(61));
        assertThat(now(credentials).certificate().certificatePem()).isEqualTo("CERT 2");
    }

    @Test
    void runsAPluginOnceUntilItsTokenExpires() throws IOException {
        Path runs = directory.resolve("runs");
        Instant expiry = Instant.ofEpochMilli(timer.now(java.util.concurrent.TimeUnit.MILLISECONDS))
                .plusSeconds(600);
        Credentials credentials = of(plugin("echo run >> " + runs + "\n"
                + prints("\"token\":\"t$(wc -l < " + runs + ")\",\"expirationTimestamp\":\"" + expiry + "\"")));

        assertThat(now(credentials)).isEqualTo(Credential.bearer("t1"));
        assertThat(now(credentials)).isEqualTo(Credential.bearer("t1"));
        timer.advanceTimeBy(Duration.ofSeconds(601));
        assertThat(now(credentials)).isEqualTo(Credential.bearer("t2"));
        assertThat(runs).hasContent("run\nrun");
    }

    @Test
    void tellsAPluginWhatItAsks() throws IOException {
        Path asked = directory.resolve("asked");
        Path script =
                script("echo \"$KUBERNETES_EXEC_INFO $FLAVOUR $1\" > " + asked + "\n" + prints("\"token\":\"t\""));

        now(of(new Authentication.Plugin(
                V1,
                script.toString(),
                List.of("arg"),
                Map.of("FLAVOUR", "mild"),
                "{\"server\":\"https://one\"}",
                "",
                directory)));

        assertThat(asked)
                .hasContent(
                        "{\"apiVersion\":\"" + V1 + "\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false,"
                                + "\"cluster\":{\"server\":\"https://one\"}}} mild arg");
    }

    @Test
    void takesAClientCertificateFromAPlugin() throws IOException {
        Credentials credentials = of(plugin(prints("\"clientCertificateData\":\"C\",\"clientKeyData\":\"K\"")));

        assertThat(now(credentials)).isEqualTo(Credential.NONE.with(new ClientCertificate("C", new Secret("K"))));
    }

    @Test
    void findsAPluginBesideItsKubeconfig() throws IOException {
        Path script = script(prints("\"token\":\"t\""));
        var plugin =
                new Authentication.Plugin(V1, "./" + script.getFileName(), List.of(), Map.of(), null, "", directory);

        assertThat(now(of(plugin))).isEqualTo(Credential.bearer("t"));
    }

    @Test
    void quotesAPluginThatFails() throws IOException {
        Credentials credentials = of(plugin("echo log in first >&2; echo s3cret; exit 3"));

        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> now(credentials))
                .withMessageEndingWith("ended with 3: log in first")
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("s3cret"));
    }

    @Test
    void doesNotQuoteWhatAPluginPrints() throws IOException {
        for (String output : List.of(
                "echo s3cret",
                "echo '{\"apiVersion\":\"v2\",\"status\":{\"token\":\"s3cret\"}}'",
                prints("\"clientKeyData\":\"s3cret\""))) {
            assertThatExceptionOfType(FederationException.class)
                    .isThrownBy(() -> now(of(plugin(output))))
                    .satisfies(error -> assertThat(error.getMessage()).doesNotContain("s3cret"));
        }
    }

    @Test
    void passesOnTheHintForAPluginThatIsNotThere() {
        var plugin = new Authentication.Plugin(
                V1, "no-such-plugin-anywhere", List.of(), Map.of(), null, "brew install it", directory);

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> now(of(plugin)))
                .withMessage("cannot start the credential plug-in no-such-plugin-anywhere: brew install it");
    }

    @Test
    void loadsOnceForAllWhoWait() {
        AtomicInteger calls = new AtomicInteger();
        VirtualTimeScheduler blocking = VirtualTimeScheduler.create();
        Credentials credentials = new ClusterAccess(
                        ClusterAccess.anonymous("east").config(),
                        new Authentication.Provided(() -> "t" + calls.incrementAndGet()))
                .credentials(blocking, timer);

        Mono<Credential> first = credentials.current().cache();
        Mono<Credential> second = credentials.current().cache();
        first.subscribe();
        second.subscribe();
        blocking.advanceTime();

        assertThat(second.block()).isEqualTo(Credential.bearer("t1"));
        assertThat(calls).hasValue(1);
    }

    private Credentials of(Authentication authentication) {
        return new ClusterAccess(ClusterAccess.anonymous("east").config(), authentication)
                .credentials(Schedulers.immediate(), timer);
    }

    private static Credential now(Credentials credentials) {
        return credentials.current().block(Duration.ofSeconds(10));
    }

    private Authentication plugin(String script) throws IOException {
        return new Authentication.Plugin(V1, script(script).toString(), List.of(), Map.of(), null, "", directory);
    }

    private Path script(String text) throws IOException {
        Path file = Files.createTempFile(
                directory,
                "plugin",
                ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    }

    private static String prints(String status) {
        return "cat <<END\n{\"apiVersion\":\"" + V1 + "\",\"kind\":\"ExecCredential\",\"status\":{" + status
                + "}}\nEND";
    }
}
