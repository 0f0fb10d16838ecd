package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.testkit.real.Kubectl;
import io.kubefed.testkit.real.Kubectl.Result;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fcp federation-apiserver} as a process, and the real kubectl over TLS: who is let in, and to what. */
class FederationApiserverIT {

    private static final String ROLE = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: vera-views, namespace: default}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: vera}]
            """;
    private static final String CONFIG_MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: conf, namespace: default}
            data: {color: red}
            """;
    private static final String EDITOR = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: vera-edits-all}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: vera}]
            """;
    private static final String MORE = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: rolewriter, namespace: default}
            rules: [{apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings], verbs: ["*"]}]
            """;

    @TempDir
    private Path directory = Path.of("");

    private OwnFederationApi server = new OwnFederationApi(directory);

    @BeforeEach
    void writeUsers() throws IOException {
        Files.writeString(directory.resolve("tokens"), "vera-token,vera,1\n");
        Files.writeString(directory.resolve("passwords"), "secret,bob,2,\"ops,dev\"\n");
        server = new OwnFederationApi(directory);
    }

    private void start(String... flags) {
        List<String> all = new ArrayList<>(List.of(
                "--token-auth-file=" + directory.resolve("tokens"),
                "--basic-auth-file=" + directory.resolve("passwords")));
        all.addAll(List.of(flags));
        server.start(all.toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Kubectl admin() {
        return server.kubectl();
    }

    /** What somebody without any credentials is answered; kubectl would ask for a password. */
    private HttpResponse<String> anonymous(String path) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(server.authority())) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(tls)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** kubectl as somebody else. */
    private Kubectl as(String user) {
        Path file = directory.resolve("user.kubeconfig");
        try {
            Files.writeString(file, """
                    apiVersion: v1
                    kind: Config
                    current-context: c
                    clusters: [{name: c, cluster: {server: "%s", certificate-authority: %s}}]
                    contexts: [{name: c, context: {cluster: c, user: u}}]
                    users: [{name: u, user: %s}]
                    """.formatted(server.url(), server.authority(), user));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new Kubectl(file);
    }

    @Test
    void servesAnAdministratorOverTls() throws IOException {
        start("--authorization-mode=RBAC");

        admin().apply(CONFIG_MAP);

        assertThat(admin().run("get", "configmap", "conf", "-o", "jsonpath={.data.color}"))
                .isEqualTo("red");
        assertThat(admin().run("get", "clusterroles", "-o", "name"))
                .contains("clusterrole.rbac.authorization.k8s.io/cluster-admin")
                .contains("clusterrole.rbac.authorization.k8s.io/view");
        assertThat(admin().run("get", "--raw", "/readyz?verbose")).contains("[+]ping ok", "[+]shutdown ok");
        assertThat(admin().run("get", "--raw", "/metrics"))
                .contains("apiserver_request_total{", "apiserver_storage_objects{resource=\"configmaps\"} 1");
    }

    @Test
    void letsAUserDoWhatItsRoleSaysAndNothingElse() throws IOException {
        start("--authorization-mode=RBAC");
        admin().apply(CONFIG_MAP);
        Kubectl vera = as("{token: vera-token}");
        Result before = vera.tryRun("get", "configmaps", "-n", "default");
        admin().apply(ROLE);

        assertThat(before.error())
                .contains("User \"vera\" cannot list resource \"configmaps\" in API group \"\" in the namespace"
                        + " \"default\"");
        assertThat(vera.run("get", "configmaps", "-n", "default", "-o", "name")).isEqualTo("configmap/conf");
        assertThat(vera.tryRun("get", "secrets", "-n", "default").error()).contains("Forbidden");
        assertThat(vera.tryRun("get", "configmaps", "-A").error()).contains("at the cluster scope");
        assertThat(vera.tryRunWith(CONFIG_MAP.replace("red", "blue"), "apply", "--server-side", "-f", "-")
                        .error())
                .contains("cannot patch resource \"configmaps\"");
    }

    @Test
    void tellsUsersWhoTheyAreAndWhatTheyMay() throws IOException {
        start("--authorization-mode=RBAC");
        admin().apply(ROLE);
        Kubectl vera = as("{token: vera-token}");

        assertThat(vera.run("auth", "whoami", "-o", "jsonpath={.status.userInfo.username}"))
                .isEqualTo("vera");
        assertThat(vera.run("auth", "can-i", "list", "configmaps", "-n", "default"))
                .isEqualTo("yes");
        assertThat(vera.tryRun("auth", "can-i", "delete", "configmaps", "-n", "default")
                        .output())
                .contains("no");
        assertThat(vera.run("auth", "can-i", "--list", "-n", "default")).contains("configmaps", "[get list watch]");
        assertThat(admin().run("auth", "can-i", "*", "*", "-A")).contains("yes");
    }

    @Test
    void letsNobodyHandOnMoreThanTheyHave() throws IOException {
        start("--authorization-mode=RBAC");
        admin().apply(MORE);
        admin().apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: vera-writes-roles, namespace: default}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: rolewriter}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: vera}]
                """);
        Kubectl vera = as("{token: vera-token}");

        Result more = vera.tryRunWith(
                EDITOR.replace("ClusterRoleBinding", "RoleBinding")
                        .replace("vera-edits-all", "more, namespace: default"),
                "create",
                "-f",
                "-");
        Result same = vera.tryRunWith(MORE.replace("name: rolewriter", "name: same"), "create", "-f", "-");

        assertThat(more.error()).contains("is attempting to grant RBAC permissions not currently held");
        assertThat(same.succeeded()).as(same.error()).isTrue();
    }

    @Test
    void asksEverybodyWhoTheyAre() throws Exception {
        start("--authorization-mode=RBAC");

        assertThat(anonymous("/version").statusCode()).isEqualTo(200);
        assertThat(anonymous("/readyz").body()).isEqualTo("ok");
        assertThat(anonymous("/api").body()).contains("User \\\"system:anonymous\\\" cannot get path \\\"/api\\\"");
        assertThat(as("{token: nobody}").tryRun("get", "--raw", "/version").error())
                .contains("Unauthorized");
        assertThat(as("{username: bob, password: wrong}")
                        .tryRun("get", "--raw", "/version")
                        .error())
                .contains("Unauthorized");
        assertThat(as("{username: bob, password: secret}")
                        .tryRun("get", "nodes")
                        .error())
                .contains("User \"bob\" cannot list resource \"nodes\"");
        assertThat(admin().tryRun("get", "nodes", "--as", "vera").error())
                .contains("User \"vera\" cannot list resource \"nodes\"");
    }

    @Test
    void takesNoAnonymousUsersWhereEverybodyMayDoEverything() throws Exception {
        start();

        assertThat(anonymous("/version").statusCode()).isEqualTo(401);
        assertThat(as("{token: vera-token}").run("get", "namespaces", "-o", "name"))
                .contains("namespace/default");
    }

    @Test
    void finishesWatchesAndExitsWithZeroWhenItIsTerminated() throws Exception {
        start("--authorization-mode=RBAC");
        admin().apply(CONFIG_MAP);
        CompletableFuture<Result> watch = CompletableFuture.supplyAsync(
                () -> admin().tryRun("get", "configmaps", "-n", "default", "--watch-only", "-o", "name"));
        Waiting.untilAsserted(() -> assertThat(admin().run("get", "--raw", "/metrics"))
                .contains("apiserver_longrunning_requests{verb=\"WATCH\"} 1"));

        int exitCode = server.process().terminate();

        assertThat(exitCode).isZero();
        assertThat(server.process().output()).contains("stopping").contains("no longer serves brokenOff=\"0\"");
        assertThat(watch.get().exitCode()).as(watch.get().error()).isZero();
    }

    @Test
    void goesOnWithWhatWasAcknowledgedBeforeItWasKilled() throws IOException {
        start("--authorization-mode=RBAC");
        admin().apply(CONFIG_MAP);
        String version = admin().run("get", "configmap", "conf", "-o", "jsonpath={.metadata.resourceVersion}");
        server.process().kill();

        start("--authorization-mode=RBAC");

        assertThat(admin().run("get", "configmap", "conf", "-o", "jsonpath={.metadata.resourceVersion}"))
                .isEqualTo(version);
        FcpProcess second = FcpProcess.apiServer(
                List.of("--data-dir=" + directory.resolve("data"), "--cert-dir=" + directory.resolve("certs")));
        FcpProcess.Result refused = second.run();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("Error: --data-dir: ").contains("is in use by process");
    }

    @Test
    void saysWhatItCannotStartWithInOneSentence() {
        FcpProcess process = FcpProcess.apiServer(
                List.of("--token-auth-file=" + directory.resolve("none"), "--cert-dir=" + directory.resolve("certs")));

        FcpProcess.Result result = process.run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .contains("Error: --token-auth-file: there is no file " + directory.resolve("none"))
                .doesNotContain("\tat ");
    }
}
