package io.kubefed.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;

/** Which Kubernetes the server behaves like. */
public final class ServerVersion {

    private static final String MINOR = "36";

    private ServerVersion() {}

    /** {@code /version}. */
    public static ObjectNode document() {
        return Json.object()
                .put("major", "1")
                .put("minor", MINOR)
                .put("emulationMajor", "1")
                .put("emulationMinor", MINOR)
                .put("minCompatibilityMajor", "1")
                .put("minCompatibilityMinor", "35")
                .put("gitVersion", "v1.36.3+kubefed")
                .put("gitCommit", "")
                .put("gitTreeState", "")
                .put("buildDate", "2026-11-24T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "")
                .put("platform", "linux/amd64");
    }
}
