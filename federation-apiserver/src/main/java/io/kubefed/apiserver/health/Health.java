package io.kubefed.apiserver.health;

import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named checks, and what a probe hears of them.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/health-checks/">Kubernetes API health endpoints</a>
 */
public final class Health {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final List<Check> checks = new CopyOnWriteArrayList<>();

    /** Which question a check answers. */
    public enum Probe {
        /** {@code /healthz}: the old one, all checks but those of readiness. */
        HEALTHZ,
        /** {@code /livez}: would a restart help? */
        LIVEZ,
        /** {@code /readyz}: may requests be sent here? */
        READYZ;

        private String path() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Check(String name, Set<Probe> probes, BooleanSupplier holds) {}

    /** Checks that always hold but for the answer itself. */
    public Health() {
        add("ping", () -> true, Probe.values());
    }

    /** One more check. */
    public void add(String name, BooleanSupplier holds, Probe... probes) {
        checks.add(new Check(name, Set.of(probes), holds));
    }

    /** Whether all checks of a probe hold. */
    public boolean holds(Probe probe) {
        return of(probe).stream().allMatch(check -> check.holds().getAsBoolean());
    }

    private List<Check> of(Probe probe) {
        return checks.stream().filter(check -> check.probes().contains(probe)).toList();
    }

    /**
     * Answers a probe.
     *
     * @param rest the path below that of the probe: empty for all checks, or the name of one
     * @throws Refusal with 404 if there is no such check
     */
    public Answer answer(Probe probe, Request request, List<String> rest) {
        if (rest.isEmpty()) {
            return all(probe, request);
        }
        String name = String.join("/", rest);
        for (Check check : of(probe)) {
            if (check.name().equals(name)) {
                return request.has("verbose") || !check.holds().getAsBoolean()
                        ? report(probe.path() + "/" + name, List.of(check), Set.of(), request)
                        : Answer.text(200, "ok");
            }
        }
        return Answer.text(404, "404 page not found\n");
    }

    private Answer all(Probe probe, Request request) {
        Set<String> excluded = new LinkedHashSet<>(request.query().getOrDefault("exclude", List.of()));
        return report(probe.path(), of(probe), excluded, request);
    }

    private static Answer report(String path, List<Check> checks, Set<String> excluded, Request request) {
        StringBuilder report = new StringBuilder();
        List<String> failed = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>(excluded);
        for (Check check : checks) {
            if (unknown.remove(check.name())) {
                report.append("[+]").append(check.name()).append(" excluded: ok\n");
            } else if (check.holds().getAsBoolean()) {
                report.append("[+]").append(check.name()).append(" ok\n");
            } else {
                failed.add(check.name());
                report.append("[-]").append(check.name()).append(" failed: reason withheld\n");
            }
        }
        if (!unknown.isEmpty()) {
            report.append("warn: some health checks cannot be excluded: no matches for ");
            report.append(String.join(
                    ", ", unknown.stream().map(name -> '"' + name + '"').toList()));
            report.append('\n');
        }
        if (!failed.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("probe", path)
                    .addKeyValue("failed", failed)
                    .log("a health check failed");
            return Answer.text(500, report + path + " check failed\n");
        }
        return Answer.text(200, request.has("verbose") ? report + path + " check passed\n" : "ok");
    }
}
