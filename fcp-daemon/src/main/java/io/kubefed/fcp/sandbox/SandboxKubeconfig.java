package io.kubefed.fcp.sandbox;

import io.kubefed.core.error.PermanentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The kubeconfig of a sandbox: a context for each of its clusters, and no credentials, for there are none. */
final class SandboxKubeconfig {

    private SandboxKubeconfig() {}

    /**
     * Writes the file anew.
     *
     * @param urls by name of context; the first is the current one
     * @throws PermanentException if the file cannot be written
     */
    static void write(Path file, Map<String, String> urls) {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, text(urls));
        } catch (IOException e) {
            throw new PermanentException("--kubeconfig: cannot write " + file + ": " + e.getMessage());
        }
    }

    static String text(Map<String, String> urls) {
        StringBuilder clusters = new StringBuilder("clusters:\n");
        StringBuilder contexts = new StringBuilder("contexts:\n");
        urls.forEach((name, url) -> {
            clusters.append("- {name: ")
                    .append(name)
                    .append(", cluster: {server: \"")
                    .append(url)
                    .append("\"}}\n");
            contexts.append("- {name: ")
                    .append(name)
                    .append(", context: {cluster: ")
                    .append(name)
                    .append(", user: sandbox}}\n");
        });
        return "apiVersion: v1\nkind: Config\ncurrent-context: "
                + urls.keySet().iterator().next() + "\n" + clusters + contexts
                + "users:\n- {name: sandbox, user: {}}\n";
    }
}
