package io.kubefed.core.client.access;

import io.kubefed.core.error.PermanentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link ClusterAccess} from where people keep it. Nothing of the environment but its proxy gets in, and nothing is run.
 *
 * <p>Everything here reads small files and blocks; what is wrong is a {@link PermanentException} of one sentence that names the
 * file or Secret, the field and the remedy.
 */
public final class Kubeconfigs {

    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private Kubeconfigs() {}

    /**
     * Reads one context of a kubeconfig file.
     *
     * @param file the file; paths in it are relative to its directory
     * @param context the context; null for the current one
     */
    public static ClusterAccess fromFile(Path file, @Nullable String context) {
        return fromFiles(List.of(file), context);
    }

    /**
     * Reads one context of several kubeconfig files, as {@code $KUBECONFIG} lists them: the first file that sets something wins,
     * files that do not exist are passed over.
     *
     * @param files at least one that exists
     * @param context the context; null for the current one
     */
    public static ClusterAccess fromFiles(List<Path> files, @Nullable String context) {
        List<KubeconfigDocument> documents = files.stream()
                .filter(file -> files.size() == 1 || Files.exists(file))
                .map(Kubeconfigs::read)
                .toList();
        if (documents.isEmpty()) {
            throw new PermanentException(
                    "none of the kubeconfig files " + files + " exists; set KUBECONFIG to one that does");
        }
        return new KubeconfigContext(documents, context).access();
    }

    /**
     * Reads what a Secret holds for a member: {@code token} and {@code ca.crt}, or a {@code kubeconfig} that names no command
     * and no file, because who may write the Secret is not who may run commands and read files here.
     *
     * @param source how the Secret is called in messages, for example {@code secret federation-system/east-1}
     * @param data its decoded data
     * @param serverAddress where the server is, whatever the kubeconfig says: host, host:port, IP, IP:port or URL
     */
    public static ClusterAccess fromSecret(String source, Map<String, byte[]> data, String serverAddress) {
        String url = Addresses.toUrl(source, serverAddress);
        byte[] token = data.get("token");
        byte[] authority = data.get("ca.crt");
        if (token != null && authority != null) {
            return fromToken(url, text(token).strip(), authority);
        }
        if (token != null || authority != null) {
            String given = token != null ? "token" : "ca.crt";
            String missing = token != null ? "ca.crt" : "token";
            throw new PermanentException(source + " has the key " + given + " without " + missing + "; add " + missing
                    + ", or replace both by kubeconfig");
        }
        byte[] kubeconfig = data.get("kubeconfig");
        if (kubeconfig == null) {
            throw new PermanentException(
                    source + " has no credentials; give it the keys token and ca.crt, or kubeconfig");
        }
        KubeconfigDocument document =
                KubeconfigDocument.parse(source + " key kubeconfig", Path.of(""), text(kubeconfig));
        return new KubeconfigContext(List.of(document), null)
                .withoutCommandsAndFiles()
                .accessAt(url);
    }

    /** Reads what Kubernetes gives to the pod that we run in. The token is read again as the kubelet renews it. */
    public static ClusterAccess inCluster() {
        return inCluster(System.getenv(), SERVICE_ACCOUNT);
    }

    static ClusterAccess inCluster(Map<String, String> environment, Path directory) {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.get("KUBERNETES_SERVICE_PORT");
        Path token = directory.resolve("token");
        if (host == null || port == null || !Files.isReadable(token)) {
            throw new PermanentException(
                    "this process does not run in a pod with a service account (no KUBERNETES_SERVICE_HOST or no "
                            + token + "); give it a kubeconfig");
        }
        String address = host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
        var config = Addresses.configFor(Addresses.toUrl("KUBERNETES_SERVICE_HOST", address));
        config.setCaCertFile(directory.resolve("ca.crt").toString());
        return new ClusterAccess(config, new Authentication.TokenFile(token));
    }

    private static ClusterAccess fromToken(String url, String token, byte[] authority) {
        var config = Addresses.configFor(url);
        config.setCaCertData(Base64.getEncoder().encodeToString(authority));
        return new ClusterAccess(config, new Authentication.Token(new Secret(token)));
    }

    private static KubeconfigDocument read(Path file) {
        try {
            Path directory = file.toAbsolutePath().resolveSibling("");
            return KubeconfigDocument.parse("kubeconfig " + file, directory, Files.readString(file));
        } catch (IOException e) {
            throw new PermanentException("cannot read kubeconfig " + file + " ("
                    + e.getClass().getSimpleName() + "); check that it exists, is readable and is UTF-8");
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
