package io.kubefed.testkit.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.awaitility.Awaitility;

/**
 * A real cluster: a kube-apiserver, and as many of its companions as a test needs. Its administrator has a token.
 *
 * <p>Servers listen on loopback only, keep their port when they are restarted, and end with this JVM.
 */
public final class RealCluster {

    /** Which companions a cluster has. */
    public enum Shape {
        /** A kube-apiserver alone: a federation API like any other. */
        API_ONLY,
        /** With kube-controller-manager: namespaces empty themselves, garbage is collected. */
        CONTROLLERS,
        /** With controllers, scheduler and a node played by kwok: Pods run. */
        WORKLOADS
    }

    // Servers start within seconds; machines that do several things at once need more.
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final String TOKEN = "admin-token";

    private final String name;
    private final Path directory;
    private final int port;
    private final ServerProcess apiServer;
    private final List<ServerProcess> companions = new ArrayList<>();
    private final Path kubeconfig;

    /** A cluster of real Kubernetes servers. */
    RealCluster(String name, Path directory, RealEtcd etcd, Shape shape, Function<String, Path> binary) {
        this(name, directory, etcd, shape, binary, ApiServerCommand.kube(binary));
    }

    RealCluster(
            String name,
            Path directory,
            RealEtcd etcd,
            Shape shape,
            Function<String, Path> binary,
            ApiServerCommand command) {
        this.name = name;
        this.directory = directory;
        this.port = ServerProcess.freePort();
        this.kubeconfig = directory.resolve("kubeconfig");
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("tokens.csv"), TOKEN + ",admin,admin,system:masters\n");
            writeServiceAccountKeys();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        apiServer = new ServerProcess(
                name + "-apiserver",
                directory,
                command.in(new ApiServerCommand.Place(name, directory, port, etcd.url())));
        if (shape != Shape.API_ONLY) {
            companions.add(new ServerProcess(name + "-kube-controller-manager", directory, controllersCommand(binary)));
        }
        if (shape == Shape.WORKLOADS) {
            companions.add(new ServerProcess(name + "-kube-scheduler", directory, schedulerCommand(binary)));
            companions.add(new ServerProcess(name + "-kwok", directory, kwokCommand()));
        }
    }

    private void writeServiceAccountKeys() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            java.security.KeyPair keys = generator.generateKeyPair();
            pem("sa.key", "PRIVATE KEY", keys.getPrivate().getEncoded());
            pem("sa.pub", "PUBLIC KEY", keys.getPublic().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private void pem(String file, String title, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                directory.resolve(file), "-----BEGIN " + title + "-----\n" + body + "\n-----END " + title + "-----\n");
    }

    private List<String> controllersCommand(Function<String, Path> binary) {
        return List.of(
                binary.apply("kube-controller-manager").toString(),
                "--kubeconfig=" + kubeconfig,
                "--authentication-kubeconfig=" + kubeconfig,
                "--authorization-kubeconfig=" + kubeconfig,
                "--service-account-private-key-file=" + directory.resolve("sa.key"),
                "--leader-elect=false",
                "--bind-address=127.0.0.1",
                "--secure-port=" + ServerProcess.freePort(),
                "--cert-dir=" + directory.resolve("controllers"));
    }

    private List<String> schedulerCommand(Function<String, Path> binary) {
        return List.of(
                binary.apply("kube-scheduler").toString(),
                "--kubeconfig=" + kubeconfig,
                "--authentication-kubeconfig=" + kubeconfig,
                "--authorization-kubeconfig=" + kubeconfig,
                "--leader-elect=false",
                "--bind-address=127.0.0.1",
                "--secure-port=" + ServerProcess.freePort(),
                "--cert-dir=" + directory.resolve("scheduler"));
    }

    private List<String> kwokCommand() {
        List<String> command = new ArrayList<>(List.of(
                RealAssets.binary("kwok").toString(),
                "--kubeconfig=" + kubeconfig,
                "--manage-all-nodes=true",
                "--node-lease-duration-seconds=40",
                "--server-address=127.0.0.1:" + ServerProcess.freePort()));
        for (String stage :
                List.of("node-initialize", "node-heartbeat-with-lease", "pod-ready", "pod-complete", "pod-delete")) {
            command.add("--config=" + RealAssets.stages().resolve(stage + ".yaml"));
        }
        return command;
    }

    /** Starts the kube-apiserver; {@link #awaitReady} waits for it. */
    void launch() {
        apiServer.start();
    }

    /** Waits until the cluster serves, and then starts its companions. */
    void awaitReady() {
        Path certificate = directory.resolve("certs/apiserver.crt");
        await(() -> Files.exists(certificate) && Files.size(certificate) > 0);
        try {
            Files.writeString(kubeconfig, kubeconfigText(Files.readString(certificate)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitServing();
        companions.forEach(ServerProcess::start);
        if (companions.size() > 1) {
            kubectl().apply(NODE);
        }
    }

    private static final String NODE = """
            apiVersion: v1
            kind: Node
            metadata:
              name: node-0
              labels:
                kubernetes.io/hostname: node-0
                topology.kubernetes.io/zone: zone-a
                topology.kubernetes.io/region: region-1
            status:
              allocatable: {cpu: "64", memory: 256Gi, pods: "5000"}
              capacity: {cpu: "64", memory: 256Gi, pods: "5000"}
            """;

    private void awaitServing() {
        await(() -> kubectl().tryRun("get", "--raw", "/readyz").succeeded()
                && kubectl().tryRun("get", "namespace", "default").succeeded());
    }

    private void await(java.util.concurrent.Callable<Boolean> condition) {
        try {
            Awaitility.await(name + " is ready")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(200))
                    .until(condition);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new IllegalStateException(name + " does not become ready:\n" + apiServer.tail(), e);
        }
    }

    private String kubeconfigText(String certificate) {
        String ca = Base64.getEncoder().encodeToString(certificate.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return """
                apiVersion: v1
                kind: Config
                current-context: %1$s
                clusters:
                - name: %1$s
                  cluster: {server: "%2$s", certificate-authority-data: %3$s}
                users:
                - name: admin
                  user: {token: %4$s}
                contexts:
                - name: %1$s
                  context: {cluster: %1$s, user: admin}
                """.formatted(name, url(), ca, TOKEN);
    }

    /** How the cluster is called: its context in the kubeconfig. */
    public String name() {
        return name;
    }

    /** Where its API is. */
    public String url() {
        return "https://127.0.0.1:" + port;
    }

    /** The administrator's token. */
    public String token() {
        return TOKEN;
    }

    /** What its certificate is verified with, as PEM. */
    public String caPem() {
        try {
            return Files.readString(directory.resolve("certs/apiserver.crt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The administrator's kubeconfig. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** The real kubectl, as the administrator. */
    public Kubectl kubectl() {
        return new Kubectl(kubeconfig);
    }

    /** Kills the kube-apiserver as a crash would. */
    public void kill() {
        apiServer.kill();
    }

    /** Starts the kube-apiserver again, with its data and on its port, and waits until it serves. */
    public void restart() {
        apiServer.kill();
        apiServer.start();
        awaitServing();
    }

    /** Freezes the kube-apiserver: connections stay open, nothing answers. */
    public void pause() {
        apiServer.pause();
    }

    /** Thaws it. */
    public void resume() {
        apiServer.resume();
    }

    void stop() {
        companions.forEach(ServerProcess::kill);
        apiServer.kill();
    }
}
