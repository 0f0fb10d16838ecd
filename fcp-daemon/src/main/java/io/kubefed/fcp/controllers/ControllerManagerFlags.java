package io.kubefed.fcp.controllers;

import io.kubefed.core.error.PermanentException;
import io.kubefed.fcp.config.DurationConverter;
import io.kubefed.fcp.config.Logging;
import io.kubefed.fcp.leader.LeaderElection;
import io.kubefed.sync.RateCap;
import io.kubefed.sync.SyncOptions;
import io.kubefed.sync.cluster.ClusterSettings;
import io.kubefed.sync.plan.PropagationScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The flags of {@code fcp federation-controller-manager}: v1's names and defaults, and a few of our own.
 *
 * <p>A flag of v1 that has no effect here is accepted, and said to have none.
 */
@Command(
        name = "fcp federation-controller-manager",
        description = "Makes the objects of the federation API real in its members, and keeps them true.",
        sortOptions = true,
        mixinStandardHelpOptions = false)
public final class ControllerManagerFlags {

    private static final Map<String, String> CONTROLLERS = Map.ofEntries(
            Map.entry("services", "services"),
            Map.entry("configmaps", "configmaps"),
            Map.entry("secrets", "secrets"),
            Map.entry("namespaces", "namespaces"),
            Map.entry("daemonsets", "daemonsets.apps"),
            Map.entry("deployments", "deployments.apps"),
            Map.entry("replicasets", "replicasets.apps"),
            Map.entry("horizontalpodautoscalers", "horizontalpodautoscalers.autoscaling"),
            Map.entry("jobs", "jobs.batch"),
            Map.entry("ingresses", "ingresses.networking.k8s.io"));

    /** Which templates go out. */
    enum Propagate {
        /** Every one of the types that do. */
        all,
        /** Those with the label {@code federation.kubefed.io/propagate: "true"}. */
        labelled
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--master", paramLabel = "URL", description = "The federation API; overrides the kubeconfig.")
    @Nullable String master;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig of the federation API; without it, the pod's own account.")
    @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Context in --kubeconfig; its current one by default.")
    @Nullable String context;

    @Option(
            names = "--host-kubeconfig",
            paramLabel = "FILE",
            description =
                    "Kubeconfig of the host cluster, where the Secrets of members are; without it and outside of a pod,"
                            + " they are in namespace federation-system of the federation API.")
    @Nullable Path hostKubeconfig;

    @Option(
            names = "--host-namespace",
            paramLabel = "NAME",
            description = "Namespace of those Secrets in the host cluster; POD_NAMESPACE by default.")
    @Nullable String hostNamespace;

    @Option(
            names = "--address",
            defaultValue = "0.0.0.0",
            description = "Where the status server listens (${DEFAULT-VALUE}).")
    String address = "";

    @Option(names = "--port", defaultValue = "10253", description = "Its port (${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--cluster-monitor-period",
            defaultValue = "40s",
            converter = DurationConverter.class,
            description = "Between health probes of a member (${DEFAULT-VALUE}).")
    Duration monitorPeriod = Duration.ZERO;

    @Option(
            names = "--member-give-up-after",
            defaultValue = "2m",
            converter = DurationConverter.class,
            description =
                    "How long a deletion waits for a member that is away before it leaves a tombstone (${DEFAULT-VALUE}).")
    Duration giveUpAfter = Duration.ZERO;

    @Option(
            names = "--propagate",
            defaultValue = "all",
            description = "Which templates go out: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    Propagate propagate = Propagate.all;

    @Option(
            names = "--propagate-types",
            split = ",",
            paramLabel = "PLURAL.GROUP",
            description = "Types that go out besides those that do by default.")
    List<String> moreTypes = new ArrayList<>();

    @Option(
            names = "--controllers",
            split = ",",
            paramLabel = "NAME=true|false",
            description = "Types that do not go out, by v1's names of their controllers.")
    Map<String, String> controllers = new LinkedHashMap<>();

    @Option(
            names = "--federated-api-qps",
            defaultValue = "0",
            paramLabel = "QPS",
            description =
                    "Most requests per second to one member; 0 leaves it to the limit that adapts to each (${DEFAULT-VALUE}).")
    double memberQps;

    @Option(
            names = "--federated-api-burst",
            defaultValue = "30",
            paramLabel = "REQUESTS",
            description = "Most requests at once to one member, if --federated-api-qps is given (${DEFAULT-VALUE}).")
    int memberBurst;

    @Option(
            names = "--leader-elect",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Wait for a lease before acting (${DEFAULT-VALUE}).")
    boolean leaderElect;

    @Option(
            names = "--leader-elect-lease-duration",
            defaultValue = "15s",
            converter = DurationConverter.class,
            description = "How long others wait for a silent leader (${DEFAULT-VALUE}).")
    Duration leaseDuration = Duration.ZERO;

    @Option(
            names = "--leader-elect-renew-deadline",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "How long a leader tries to renew (${DEFAULT-VALUE}).")
    Duration renewDeadline = Duration.ZERO;

    @Option(
            names = "--leader-elect-retry-period",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "Between attempts (${DEFAULT-VALUE}).")
    Duration retryPeriod = Duration.ZERO;

    @Option(
            names = "--log-format",
            defaultValue = "text",
            description = "Form of a log line: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    Logging.Form logFormat = Logging.Form.text;

    @Option(
            names = {"-v", "--v"},
            defaultValue = "2",
            description = "Verbosity: 0 for warnings only, 4 and more for debugging (${DEFAULT-VALUE}).")
    int verbosity;

    @Option(
            names = {
                "--federation-name",
                "--zone-name",
                "--zone-id",
                "--service-dns-suffix",
                "--dns-provider",
                "--dns-provider-config",
                "--concurrent-service-syncs",
                "--concurrent-replicaset-syncs",
                "--concurrent-job-syncs",
                "--kube-api-content-type",
                "--hpa-scale-forbidden-window",
                "--federation-only-namespace",
                "--leader-elect-resource-lock",
                "--vmodule",
                "--log-dir",
                "--log-backtrace-at",
                "--log-flush-frequency",
                "--stderrthreshold"
            },
            paramLabel = "VALUE",
            description =
                    "Flags of v1 without effect: DNS is not served by this version, limits are adaptive, the lock is a Lease.")
    List<String> withoutEffect = new ArrayList<>();

    @Option(
            names = {"--profiling", "--contention-profiling", "--logtostderr", "--alsologtostderr"},
            arity = "0..1",
            fallbackValue = "true",
            description = "Flags of v1 without effect: use the JVM's own profilers; logs go to standard error.")
    List<String> switchesWithoutEffect = new ArrayList<>();

    /**
     * What was asked of the sync engine.
     *
     * @throws PermanentException if {@code --controllers} names what there is not
     */
    SyncOptions syncOptions() {
        Set<String> fewer = new HashSet<>();
        controllers.forEach((name, on) -> {
            if (!CONTROLLERS.containsKey(name) && !name.equals("service-dns")) {
                throw new PermanentException("--controllers: there is no controller \"" + name + "\"; known are "
                        + String.join(
                                ", ", CONTROLLERS.keySet().stream().sorted().toList()));
            }
            if (on.equals("false") && CONTROLLERS.containsKey(name)) {
                fewer.add(CONTROLLERS.get(name));
            }
        });
        return new SyncOptions(
                new PropagationScope(Set.copyOf(moreTypes), fewer),
                propagate == Propagate.labelled,
                giveUpAfter,
                SyncOptions.STANDARD.planners(),
                memberRate());
    }

    private RateCap memberRate() {
        if (!(memberQps >= 0) || Double.isInfinite(memberQps)) {
            throw new PermanentException(
                    "--federated-api-qps is " + memberQps + "; give requests per second, or 0 for no cap");
        }
        if (memberBurst < 1) {
            throw new PermanentException("--federated-api-burst is " + memberBurst + "; give 1 or more");
        }
        return new RateCap(memberQps, memberBurst);
    }

    /** What was asked of the cluster loop. */
    ClusterSettings clusterSettings() {
        ClusterSettings standard = ClusterSettings.STANDARD;
        return new ClusterSettings(monitorPeriod, standard.limit(), standard.thresholds(), standard.localityPeriod());
    }

    /** The times of the lease. */
    LeaderElection.Times leaderTimes() {
        return new LeaderElection.Times(leaseDuration, renewDeadline, retryPeriod);
    }

    /** Whether anything was given that has no effect. */
    boolean hasFlagsWithoutEffect() {
        return !withoutEffect.isEmpty() || !switchesWithoutEffect.isEmpty();
    }
}
