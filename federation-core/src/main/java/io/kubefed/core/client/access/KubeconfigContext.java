package io.kubefed.core.client.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.kubefed.core.error.PermanentException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One context of one or several kubeconfigs: a cluster and a user.
 *
 * <p>Read here and not by fabric8, which runs plug-ins while it loads, forgets {@code tokenFile} and {@code as}, and has no way to
 * say that a command is not welcome.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig v1</a>
 */
final class KubeconfigContext {

    private static final String[] CLUSTER_FILES = {"certificate-authority"};
    private static final String[] USER_FILES_AND_COMMANDS = {
        "client-certificate", "client-key", "tokenFile", "exec", "auth-provider"
    };
    private static final ObjectMapper JSON = new JsonMapper();

    private final String source;
    private final Part cluster;
    private final Part user;

    /** A part and the document that it is in. */
    private record Part(String name, JsonNode body, KubeconfigDocument document) {

        @Nullable String text(String field) {
            JsonNode value = body.path(field);
            return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? null : value.asText();
        }

        @Nullable String file(String field) {
            String name = text(field);
            return name == null ? null : document.directory().resolve(name).toString();
        }
    }

    /** @throws PermanentException if the context, its cluster or its user is not there */
    KubeconfigContext(List<KubeconfigDocument> documents, @Nullable String wanted) {
        source = documents.get(0).source() + (documents.size() == 1 ? "" : " and others");
        String name = wanted == null ? currentContext(documents) : wanted;
        Part context = part(documents, "contexts", "context", name, "context");
        cluster = part(documents, "clusters", "cluster", required(context, "cluster"), "cluster");
        String userName = context.text("user");
        user = userName == null
                ? new Part("", JSON.createObjectNode(), documents.get(0))
                : part(documents, "users", "user", userName, "user");
    }

    private String currentContext(List<KubeconfigDocument> documents) {
        return documents.stream()
                .map(document -> document.tree().path("current-context").asText(""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseThrow(() -> new PermanentException(
                        source + " has no current-context; set it, for example with kubectl config use-context"));
    }

    private Part part(List<KubeconfigDocument> documents, String list, String body, String name, String noun) {
        for (KubeconfigDocument document : documents) {
            JsonNode found = document.find(list, body, name);
            if (found != null) {
                return new Part(name, found, document);
            }
        }
        throw new PermanentException(
                source + " has no " + noun + " \"" + name + "\"; add it to " + list + ", or correct the name");
    }

    private String required(Part part, String field) {
        String value = part.text(field);
        if (value == null) {
            throw new PermanentException(
                    source + " names no " + field + " in \"" + part.name() + "\"; add the field " + field);
        }
        return value;
    }

    /** This context, if it needs neither a command nor a file. */
    KubeconfigContext withoutCommandsAndFiles() {
        refuse(cluster, "clusters[].cluster.", CLUSTER_FILES);
        refuse(user, "users[].user.", USER_FILES_AND_COMMANDS);
        return this;
    }

    private void refuse(Part part, String prefix, String... fields) {
        for (String field : fields) {
            if (part.body().hasNonNull(field)) {
                boolean command = field.equals("exec") || field.equals("auth-provider");
                throw new PermanentException(
                        source + " has the field " + prefix + field + ", but a kubeconfig from a Secret may name no "
                                + (command
                                        ? "command; put a token or a client certificate into it"
                                        : "file; put the content itself into it, for example with kubectl config view --raw --flatten"));
            }
        }
    }

    /** Access to the server that the kubeconfig names. */
    ClusterAccess access() {
        return accessAt(Addresses.toUrl(source, required(cluster, "server")));
    }

    /** Access to the server at {@code url}, which the kubeconfig may call otherwise. */
    ClusterAccess accessAt(String url) {
        Config config = Addresses.configFor(url);
        trust(config);
        proxy(config);
        certificate(config);
        impersonation(config);
        return new ClusterAccess(config, authentication());
    }

    private void trust(Config config) {
        boolean insecure = cluster.body().path("insecure-skip-tls-verify").asBoolean(false);
        String data = cluster.text("certificate-authority-data");
        config.setTrustCerts(insecure);
        config.setDisableHostnameVerification(insecure);
        config.setCaCertData(data);
        config.setCaCertFile(data == null ? cluster.file("certificate-authority") : null);
        config.setTlsServerName(cluster.text("tls-server-name"));
    }

    private void proxy(Config config) {
        String proxy = cluster.text("proxy-url");
        if (proxy != null) {
            config.setHttpProxy(proxy);
            config.setHttpsProxy(proxy);
            config.setNoProxy(new String[0]);
        }
    }

    private void certificate(Config config) {
        String certificate = user.text("client-certificate-data");
        String key = user.text("client-key-data");
        config.setClientCertData(certificate);
        config.setClientKeyData(key);
        config.setClientCertFile(certificate == null ? user.file("client-certificate") : null);
        config.setClientKeyFile(key == null ? user.file("client-key") : null);
        boolean hasCertificate = certificate != null || config.getClientCertFile() != null;
        boolean hasKey = key != null || config.getClientKeyFile() != null;
        if (hasCertificate != hasKey) {
            throw new PermanentException(source + " user \"" + user.name() + "\" has a client "
                    + (hasKey
                            ? "key without a certificate; add client-certificate-data"
                            : "certificate without its key; add client-key-data"));
        }
    }

    private void impersonation(Config config) {
        config.setImpersonateUsername(user.text("as"));
        List<String> groups = new ArrayList<>();
        user.body().path("as-groups").forEach(group -> groups.add(group.asText()));
        config.setImpersonateGroups(groups.toArray(String[]::new));
        Map<String, List<String>> extras = new LinkedHashMap<>();
        user.body().path("as-user-extra").properties().forEach(extra -> {
            List<String> values = new ArrayList<>();
            extra.getValue().forEach(value -> values.add(value.asText()));
            extras.put(extra.getKey(), values);
        });
        config.setImpersonateExtras(extras);
        String uid = user.text("as-uid");
        if (uid != null) {
            config.setCustomHeaders(new HashMap<>(Map.of("Impersonate-Uid", uid)));
        }
    }

    // The order of client-go: a token file beats a token, a password beats none, a plug-in comes when nothing else is
    // there.
    private Authentication authentication() {
        if (user.body().hasNonNull("auth-provider")) {
            throw new PermanentException(
                    source + " user \"" + user.name() + "\" has an auth-provider, which Kubernetes gave up;"
                            + " use a credential plug-in (exec) or a token");
        }
        String tokenFile = user.file("tokenFile");
        if (tokenFile != null) {
            return new Authentication.TokenFile(java.nio.file.Path.of(tokenFile));
        }
        String token = user.text("token");
        if (token != null) {
            return new Authentication.Token(new Secret(token));
        }
        String password = user.text("password");
        if (user.text("username") != null && password != null) {
            return new Authentication.Basic(required(user, "username"), new Secret(password));
        }
        return user.body().hasNonNull("exec") ? plugin(user.body().path("exec")) : new Authentication.None();
    }

    private Authentication plugin(JsonNode exec) {
        String apiVersion = exec.path("apiVersion").asText("");
        String command = exec.path("command").asText("");
        if (!apiVersion.matches("client\\.authentication\\.k8s\\.io/v1(beta1)?")) {
            throw new PermanentException(source + " user \"" + user.name() + "\" has exec.apiVersion \"" + apiVersion
                    + "\"; use client.authentication.k8s.io/v1");
        }
        if (command.isEmpty()) {
            throw new PermanentException(
                    source + " user \"" + user.name() + "\" has no exec.command; add the plug-in to run");
        }
        if ("Always".equals(exec.path("interactiveMode").asText())) {
            throw new PermanentException(source + " user \"" + user.name()
                    + "\" has exec.interactiveMode Always, but nobody sits here; use a plug-in that asks nothing");
        }
        List<String> arguments = new ArrayList<>();
        exec.path("args").forEach(argument -> arguments.add(argument.asText()));
        Map<String, String> environment = new LinkedHashMap<>();
        exec.path("env")
                .forEach(variable -> environment.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return new Authentication.Plugin(
                apiVersion,
                command,
                arguments,
                environment,
                exec.path("provideClusterInfo").asBoolean(false) ? clusterInfo() : null,
                exec.path("installHint").asText(""),
                user.document().directory());
    }

    private String clusterInfo() {
        ObjectNode info = JSON.createObjectNode();
        for (String field : List.of(
                "server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority-data", "proxy-url")) {
            if (cluster.body().hasNonNull(field)) {
                info.set(field, cluster.body().get(field));
            }
        }
        cluster.body().path("extensions").forEach(extension -> {
            if ("client.authentication.k8s.io/exec"
                    .equals(extension.path("name").asText())) {
                info.set("config", extension.path("extension"));
            }
        });
        return info.toString();
    }
}
