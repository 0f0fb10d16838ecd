package io.kubefed.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators get wrong on the command line ends the process with 1 and one sentence that names it. */
class FcpMisuseIT {

    private static final String USER = "users: [{name: u, user: {token: t}}]";

    @TempDir
    private Path directory = Path.of("");

    private static String error(Path kubeconfig, String... flags) {
        try (FcpProcess fcp = new FcpProcess(kubeconfig, flags)) {
            FcpProcess.Result result = fcp.run();
            assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
            assertThat(result.output()).doesNotContain("\tat ", "Exception in thread");
            assertThat(result.output().lines().filter(line -> line.startsWith("Error: ")))
                    .as(result.output())
                    .hasSize(1);
            return result.output()
                    .lines()
                    .filter(line -> line.startsWith("Error: "))
                    .findFirst()
                    .orElse("");
        }
    }

    private Path kubeconfig(String text) throws IOException {
        return Files.writeString(directory.resolve("kubeconfig"), text);
    }

    @ParameterizedTest
    @CsvSource({
        "--no-such-flag, --no-such-flag",
        "--port=many, --port",
        "--cluster-monitor-period=40, '40'' is no duration; write it as 40s'",
        "--cluster-monitor-period=0s, period",
        "--propagate=some, --propagate",
        "--controllers=gadgets=false, there is no controller \"gadgets\"",
        "--controllers=jobs, --controllers",
        "--federated-api-qps=fast, --federated-api-qps",
        "--federated-api-qps=-1, --federated-api-qps is -1.0",
        "--leader-elect-lease-duration=5s, lease",
        "--log-format=xml, --log-format"
    })
    void saysWhichFlagIsWrong(String flag, String words) {
        assertThat(error(directory.resolve("none"), flag)).contains(words);
    }

    @Test
    void saysWhatIsWrongWithTheKubeconfig() throws IOException {
        assertThat(error(directory.resolve("none")))
                .contains("cannot read kubeconfig " + directory.resolve("none"))
                .contains("check that it exists");
        assertThat(error(kubeconfig("users: [")))
                .contains(directory.resolve("kubeconfig").toString());
        assertThat(error(kubeconfig(USER))).contains("has no current-context");
        assertThat(error(kubeconfig("current-context: c\n" + USER))).contains("has no context \"c\"");
        assertThat(error(kubeconfig("current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}]\n"
                        + "clusters: [{name: k, cluster: {}}]\n" + USER)))
                .contains("names no server in \"k\"");
    }

    @Test
    void saysWhichContextThereIsNot() throws IOException {
        assertThat(error(kubeconfig("current-context: c\n" + USER), "--context=other"))
                .contains("has no context \"other\"");
    }
}
