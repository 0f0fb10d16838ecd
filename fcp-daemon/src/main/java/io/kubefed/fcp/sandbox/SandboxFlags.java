package io.kubefed.fcp.sandbox;

import io.kubefed.core.error.PermanentException;
import io.kubefed.core.model.ClusterName;
import io.kubefed.fcp.config.Logging;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The flags of {@code fcp sandbox}. */
@Command(
        name = "fcp sandbox",
        description = "Runs a whole federation in this process: a federation API, its controllers, and members.",
        sortOptions = true,
        mixinStandardHelpOptions = false)
final class SandboxFlags {

    private static final String FEDERATION = "federation";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = "--members",
            split = ",",
            defaultValue = "east,west",
            paramLabel = "NAME",
            description = "Names of the members, or how many (${DEFAULT-VALUE}).")
    List<String> members = new ArrayList<>();

    @Option(
            names = "--kubeconfig",
            defaultValue = "sandbox.kubeconfig",
            paramLabel = "FILE",
            description = "The kubeconfig that is written, with a context for the federation API and for each member"
                    + " (${DEFAULT-VALUE}).")
    Path kubeconfig = Path.of("sandbox.kubeconfig");

    @Option(
            names = "--data-dir",
            paramLabel = "DIRECTORY",
            description = "Where to keep all objects of all clusters, so that the next start goes on from there;"
                    + " without it nothing is kept.")
    @Nullable Path data;

    @Option(
            names = "--port",
            defaultValue = "0",
            description = "Port of the federation API; the members take those after it (any free ones).")
    int port;

    @Option(
            names = "--apply",
            paramLabel = "FILE",
            description = "Manifests to give the federation API at the start, instead of a namespace and a ConfigMap.")
    @Nullable Path manifests;

    @Option(
            names = "--log-format",
            defaultValue = "text",
            description = "Form of a log line: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    Logging.Form logFormat = Logging.Form.text;

    @Option(
            names = {"-v", "--v"},
            defaultValue = "0",
            description =
                    "Verbosity: 0 for what goes wrong, 2 for what happens, 4 and more for debugging (${DEFAULT-VALUE}).")
    int verbosity;

    /**
     * The members asked for.
     *
     * @throws PermanentException if a name is none, or there twice, or the ports do not suffice
     */
    List<ClusterName> memberNames() {
        if (members.size() == 1 && members.get(0).matches("[0-9]{1,4}")) {
            members = IntStream.rangeClosed(1, Integer.parseInt(members.get(0)))
                    .mapToObj(number -> "member-" + number)
                    .toList();
        }
        if (port < 0 || port + members.size() > 65_535) {
            throw new PermanentException(
                    "--port: " + port + " leaves no ports for " + members.size() + " members; use 0 for any");
        }
        if (members.contains(FEDERATION) || new HashSet<>(members).size() < members.size()) {
            throw new PermanentException("--members: " + String.join(",", members) + " names one twice, or \""
                    + FEDERATION + "\", which is the federation API");
        }
        try {
            return members.stream().map(ClusterName::new).toList();
        } catch (IllegalArgumentException invalid) {
            throw new PermanentException("--members: " + invalid.getMessage());
        }
    }
}
