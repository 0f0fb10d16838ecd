package io.kubefed.fcp.status;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Named checks that together say whether a server can do its work.
 *
 * @param checks by name; immutable
 */
public record Readiness(Map<String, BooleanSupplier> checks) {

    /** Copies the checks. */
    public Readiness {
        checks = Map.copyOf(checks);
    }

    /** Whether all checks hold. */
    public boolean ready() {
        return checks.values().stream().allMatch(BooleanSupplier::getAsBoolean);
    }

    /** One line per check, as Kubernetes servers print them. */
    String report() {
        StringBuilder report = new StringBuilder();
        new TreeMap<>(checks)
                .forEach((name, check) -> report.append(check.getAsBoolean() ? "[+]" : "[-]")
                        .append(name)
                        .append(check.getAsBoolean() ? " ok\n" : " not ready\n"));
        return report.toString();
    }
}
