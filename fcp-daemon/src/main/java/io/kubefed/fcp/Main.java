package io.kubefed.fcp;

import io.kubefed.fcp.apiserver.ApiServerMain;
import io.kubefed.fcp.config.Flags;
import io.kubefed.fcp.config.Terminal;
import io.kubefed.fcp.controllers.ControllerManagerMain;
import io.kubefed.fcp.sandbox.SandboxMain;
import io.kubefed.fcp.storage.StorageMain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * {@code fcp}: one launcher that holds the servers of the control plane, each with flags of its own.
 *
 * <p>The first argument that is no flag names the server. Exit codes are 0 and 1 only, as in v1.
 */
public final class Main {

    private static final Map<String, ToIntFunction<String[]>> SERVERS = new TreeMap<>(Map.of(
            "federation-apiserver",
            ApiServerMain::run,
            "federation-controller-manager",
            ControllerManagerMain::run,
            "sandbox",
            SandboxMain::run,
            "storage",
            StorageMain::run));

    private Main() {}

    /** Starts a server and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String[] arguments) {
        List<String> words = Arrays.stream(arguments).map(Flags::normalised).toList();
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            String flag = words.get(at++);
            if (flag.equals("--help") || flag.equals("-h")) {
                usage();
                return 0;
            }
            if (flag.equals("--version") || flag.startsWith("--version=")) {
                Terminal.say(Version.text());
                return 0;
            }
            return fail("unknown flag: " + flag);
        }
        if (at == words.size()) {
            return fail("no server specified");
        }
        String server = words.get(at);
        return SERVERS.containsKey(server)
                ? SERVERS.get(server)
                        .applyAsInt(words.subList(at + 1, words.size()).toArray(String[]::new))
                : fail("Server not found: " + server);
    }

    private static int fail(String message) {
        Terminal.complain("Error: " + message);
        Terminal.complain("");
        usage();
        return 1;
    }

    private static void usage() {
        Terminal.complain("Usage: fcp SERVER [FLAGS]");
        Terminal.complain("");
        Terminal.complain("Servers, and storage, which is a tool:");
        SERVERS.keySet().forEach(server -> Terminal.complain("  " + server));
        Terminal.complain("");
        Terminal.complain("fcp SERVER --help lists the flags of a server; fcp --version prints the version.");
    }
}
