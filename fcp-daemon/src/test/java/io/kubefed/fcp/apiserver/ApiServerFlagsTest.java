package io.kubefed.fcp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.core.error.PermanentException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ApiServerFlagsTest {

    private final ApiServerFlags flags = new ApiServerFlags();

    private Map<String, String> parse(String... arguments) {
        CommandLine commandLine = new CommandLine(flags).setOverwrittenOptionsAllowed(true);
        WithoutEffect.addTo(commandLine.getCommandSpec());
        return WithoutEffect.given(commandLine.parseArgs(arguments));
    }

    @Test
    void hasTheDefaultsOfV1ButNoInsecurePort() {
        assertThat(parse()).isEmpty();
        Validation.check(flags);

        assertThat(flags.bindAddress).isEqualTo("0.0.0.0");
        assertThat(flags.securePort).isEqualTo(6443);
        assertThat(flags.insecurePort).isZero();
        assertThat(flags.certDir).isEqualTo(Path.of("/var/run/kubernetes"));
        assertThat(flags.authorizationModes).containsExactly("AlwaysAllow");
        assertThat(flags.anonymousAuth).isTrue();
        assertThat(flags.maxRequestsInFlight).isEqualTo(400);
        assertThat(flags.maxMutatingRequestsInFlight).isEqualTo(200);
        assertThat(flags.requestTimeout).isEqualTo(Duration.ofMinutes(1));
        assertThat(flags.minRequestTimeoutSeconds).isEqualTo(1800);
        assertThat(flags.eventTtl).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void takesTheFlagsOfAV1CommandLineAndSaysWhichDoNothing() {
        Map<String, String> without = parse(
                "--runtime-config=api/all=true",
                "--etcd-quorum-read",
                "--profiling=false",
                "--watch-cache-sizes=a#1",
                "--watch-cache-sizes=b#2",
                "--admission-control=NamespaceLifecycle",
                "--oidc-issuer-url=https://x",
                "--v=4");

        Validation.check(flags);
        assertThat(without.keySet())
                .containsExactlyInAnyOrder(
                        "--runtime-config",
                        "--etcd-quorum-read",
                        "--profiling",
                        "--watch-cache-sizes",
                        "--oidc-issuer-url");
        assertThat(without.values()).doesNotContain("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --secure-port=70000                        | --secure-port is 70000
            --secure-port=0                            | nobody could reach the server
            --tls-cert-file=x                          | need each other
            --tls-min-version=VersionTLS10             | --tls-min-version is VersionTLS10
            --authorization-mode=ABAC                  | --authorization-mode ABAC is not there
            --authorization-mode=RBAC,RBAC             | names one twice
            --enable-admission-plugins=Nope            | there is no Nope
            --enable-admission-plugins=SchedulingPolicy| SchedulingPolicy is not there yet
            --max-requests-inflight=0                  | --max-requests-inflight must be more than 0
            --event-ttl=0                              | --event-ttl must be more than 0
            --encryption-provider-config=x             | does not encrypt
            """)
    void namesWhatIsWrong(String flag, String words) {
        parse(flag);

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> Validation.check(flags))
                .withMessageContaining(words);
    }

    @Test
    void namesAllMistakesAtOnce() {
        parse("--secure-port=-1", "--authorization-mode=Node", "--event-ttl=0");

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> Validation.check(flags))
                .withMessageContaining("--secure-port")
                .withMessageContaining("Node")
                .withMessageContaining("--event-ttl");
    }

    @Test
    void refusesAPluginThatIsNotThere() {
        parse("--enable-admission-plugins=MutatingAdmissionWebhook");

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> Validation.check(flags))
                .withMessage("--enable-admission-plugins: MutatingAdmissionWebhook is not there yet");
    }

    @Test
    void keepsObjectsInADirectoryUnlessAnEtcdIsNamed() {
        parse();
        assertThat(flags.storageBackend()).isEqualTo(StorageBackend.embedded);

        parse("--etcd-servers=http://127.0.0.1:2379");
        assertThat(flags.storageBackend()).isEqualTo(StorageBackend.etcd3);
    }

    @Test
    void refusesStorageFlagsThatDoNotFitTogether() {
        parse("--storage-backend=etcd3");
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> Validation.check(flags))
                .withMessage("--storage-backend=etcd3 needs --etcd-servers");

        parse("--storage-backend=memory", "--etcd-servers=http://127.0.0.1:2379");
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> Validation.check(flags))
                .withMessage("--etcd-servers has no meaning with --storage-backend=memory");

        parse("--storage-backend=etcd3", "--etcd-servers=http://127.0.0.1:2379", "--etcd-prefix=registry");
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> Validation.check(flags))
                .withMessageContaining("the prefix registry must begin with a slash");
    }
}
