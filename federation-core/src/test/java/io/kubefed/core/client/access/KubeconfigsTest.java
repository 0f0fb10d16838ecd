package io.kubefed.core.client.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.Config;
import io.kubefed.core.error.PermanentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigsTest {

    private static final String SOURCE = "secret federation-system/east-1";

    @TempDir
    private Path directory;

    @Test
    void readsTheCurrentContextOfAFile() throws IOException {
        Path file = write(
                "config",
                kubeconfig(
                        "server: https://one:6443, certificate-authority: ca.pem, tls-server-name: api.one",
                        "token: t0ken"));

        ClusterAccess access = Kubeconfigs.fromFile(file, null);

        assertThat(access.server()).isEqualTo("https://one:6443");
        assertThat(access.config().getCaCertFile())
                .isEqualTo(directory.resolve("ca.pem").toString());
        assertThat(access.config().getTlsServerName()).isEqualTo("api.one");
        assertThat(access.authentication()).isEqualTo(new Authentication.Token(new Secret("t0ken")));
    }

    @Test
    void readsAnotherContextOfSeveralFiles() throws IOException {
        Path first = write("first", "contexts: [{name: b, context: {cluster: c, user: u}}]\ncurrent-context: a\n");
        Path second = write(
                "second",
                "clusters: [{name: c, cluster: {server: 'http://c'}}]\nusers: [{name: u, user: {username: jane, password: pw}}]\n");

        ClusterAccess access = Kubeconfigs.fromFiles(List.of(first, directory.resolve("absent"), second), "b");

        assertThat(access.server()).isEqualTo("http://c");
        assertThat(access.authentication()).isEqualTo(new Authentication.Basic("jane", new Secret("pw")));
    }

    @Test
    void keepsWhoeverIsImpersonated() throws IOException {
        Path file = write(
                "config",
                kubeconfig(
                        "server: https://one",
                        "as: jane, as-uid: '7', as-groups: [dev, ops], as-user-extra: {scope: [x, y]}"));

        Config config = Kubeconfigs.fromFile(file, null).config();

        assertThat(config.getImpersonateUsername()).isEqualTo("jane");
        assertThat(config.getImpersonateGroups()).containsExactly("dev", "ops");
        assertThat(config.getImpersonateExtras()).isEqualTo(Map.of("scope", List.of("x", "y")));
        assertThat(config.getCustomHeaders()).isEqualTo(Map.of("Impersonate-Uid", "7"));
    }

    @Test
    void doesNotRunAPluginWhenItReads() throws IOException {
        Path trace = directory.resolve("trace");
        Path file = write(
                "config",
                kubeconfig(
                        "server: https://one",
                        "exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: ['" + trace
                                + "'], interactiveMode: Never}"));

        ClusterAccess access = Kubeconfigs.fromFile(file, null);

        assertThat(access.authentication()).isInstanceOf(Authentication.Plugin.class);
        assertThat(trace).doesNotExist();
    }

    @Test
    void takesTheTokenAndTheAuthorityOfASecret() {
        ClusterAccess access = Kubeconfigs.fromSecret(
                SOURCE,
                Map.of("token", utf8("t0ken\n"), "ca.crt", utf8("PEM"), "namespace", utf8("x")),
                "10.0.0.1:6443");

        assertThat(access.server()).isEqualTo("https://10.0.0.1:6443");
        assertThat(access.authentication()).isEqualTo(new Authentication.Token(new Secret("t0ken")));
        assertThat(access.config().getCaCertData())
                .isEqualTo(Base64.getEncoder().encodeToString(utf8("PEM")));
    }

    @Test
    void sendsTheKubeconfigOfASecretToTheGivenAddress() {
        Map<String, byte[]> data = Map.of("kubeconfig", utf8(kubeconfig("server: https://elsewhere", "token: t0ken")));

        assertThat(Kubeconfigs.fromSecret(SOURCE, data, "east.example.com").server())
                .isEqualTo("https://east.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "token, secret federation-system/east-1 has the key token without ca.crt",
        "ca.crt, secret federation-system/east-1 has the key ca.crt without token",
        "other, secret federation-system/east-1 has no credentials",
    })
    void refusesASecretThatIsNotComplete(String key, String message) {
        refuses(Map.of(key, utf8("x")), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec: {command: rm}",
                "auth-provider: {name: oidc}",
                "tokenFile: /etc/shadow",
                "client-certificate: c.pem",
                "client-key: /k.pem"
            })
    void refusesASecretThatNamesACommandOrAFile(String user) {
        String field = "users[].user." + user.substring(0, user.indexOf(':'));

        refuses(
                Map.of("kubeconfig", utf8(kubeconfig("server: https://one", user))),
                "secret federation-system/east-1 key kubeconfig has the field " + field);
    }

    @Test
    void refusesASecretThatNamesTheFileOfAnAuthority() {
        refuses(
                Map.of("kubeconfig", utf8(kubeconfig("certificate-authority: /etc/passwd", "token: t"))),
                "field clusters[].cluster.certificate-authority,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{'|is no YAML: line",
                "''|is no kubeconfig but empty",
                "'just text'|is no kubeconfig but a bare value",
                "'a: b'|has no current-context",
                "'current-context: x'|has no context \"x\"",
                "'{current-context: x, contexts: [{name: x, context: {cluster: y}}]}'|has no cluster \"y\"",
                "'{current-context: x, contexts: [{name: x, context: {}}]}'|names no cluster in \"x\"",
                "'{current-context: x, contexts: [{name: x, context: {cluster: y, user: z}}], clusters: [{name: y, cluster: {}}]}'|has no user \"z\"",
                "'{current-context: x, contexts: [{name: x, context: {cluster: y}}], clusters: [{name: y, cluster: {}}]}'|names no server in \"y\"",
            })
    void saysWhatIsWrongWithAFile(String text, String message) throws IOException {
        Path file = write("config", text);

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> Kubeconfigs.fromFile(file, null))
                .withMessageStartingWith("kubeconfig " + file + " " + message);
    }

    @Test
    void doesNotQuoteAMalformedFile() throws IOException {
        Path file = write("config", "users:\n- user: {token: s3cret\n");

        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> Kubeconfigs.fromFile(file, null))
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("s3cret"))
                .withNoCause();
    }

    @Test
    void saysThatAFileIsNotThere() {
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> Kubeconfigs.fromFile(directory.resolve("absent"), null))
                .withMessage("cannot read kubeconfig " + directory.resolve("absent")
                        + " (NoSuchFileException); check that it exists, is readable and is UTF-8");
    }

    @Test
    void readsWhatAPodIsGiven() throws IOException {
        write("token", "t0ken");

        ClusterAccess access = Kubeconfigs.inCluster(
                Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443"), directory);

        assertThat(access.server()).isEqualTo("https://[fd00::1]:443");
        assertThat(access.authentication()).isEqualTo(new Authentication.TokenFile(directory.resolve("token")));
    }

    @ParameterizedTest
    @CsvSource({
        "east, https://east",
        "east.example.com:6443, https://east.example.com:6443",
        "10.0.0.1, https://10.0.0.1",
        "10.0.0.1:6443, https://10.0.0.1:6443",
        "fd00::1, https://[fd00::1]",
        "[fd00::1]:6443, https://[fd00::1]:6443",
        "http://east:8080/, http://east:8080",
        "https://rancher/k8s/clusters/c-1/, https://rancher/k8s/clusters/c-1",
    })
    void understandsAddresses(String address, String url) {
        assertThat(ClusterAccess.anonymous(address).server()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "ftp://east", "https://", "east:port", "https://user:pw@east", "https://east?x=y"})
    void refusesWhatIsNoAddress(String address) {
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> ClusterAccess.anonymous(address))
                .withMessageContaining("write a host, host:port");
    }

    private static void refuses(Map<String, byte[]> data, String message) {
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> Kubeconfigs.fromSecret(SOURCE, data, "east"))
                .withMessageContaining(message);
    }

    private static String kubeconfig(String cluster, String user) {
        return "apiVersion: v1\nkind: Config\ncurrent-context: x\ncontexts: [{name: x, context: {cluster: y, user: z}}]\n"
                + "clusters: [{name: y, cluster: {" + cluster + "}}]\nusers: [{name: z, user: {" + user + "}}]\n";
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
