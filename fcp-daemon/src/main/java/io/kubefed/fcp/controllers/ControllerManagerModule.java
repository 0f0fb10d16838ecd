package io.kubefed.fcp.controllers;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.kubefed.core.client.access.ClusterAccess;
import io.kubefed.core.client.access.Kubeconfigs;
import io.kubefed.core.client.http.HttpClusterClient;
import io.kubefed.core.client.http.Transport;
import io.kubefed.core.client.http.TransportLimits;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.fcp.leader.LeaderElection;
import io.kubefed.fcp.status.Metrics;
import io.kubefed.fcp.status.Readiness;
import io.kubefed.fcp.status.StatusServer;
import io.kubefed.sync.ownership.FederationIdentity;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.netty.resources.LoopResources;

/** What the controller manager is made of. */
final class ControllerManagerModule extends AbstractModule {

    private final ControllerManagerFlags flags;
    private final Process process;

    /**
     * What a process has once.
     *
     * @param loops event loops of all connections
     * @param timer clock and alarm
     * @param blocking where files are read
     * @param identity how this process is called among candidates for leadership
     * @param environment the environment variables
     */
    record Process(
            LoopResources loops,
            Scheduler timer,
            Scheduler blocking,
            String identity,
            Map<String, String> environment) {}

    ControllerManagerModule(ControllerManagerFlags flags, Process process) {
        this.flags = flags;
        this.process = process;
    }

    @Provides
    @Singleton
    Transport transport() {
        return new Transport(process.loops(), process.blocking(), process.timer(), TransportLimits.DEFAULT);
    }

    @Provides
    @Singleton
    HttpClusterClient federationApi(Transport transport) {
        return transport.connect("federation API", federationAccess());
    }

    private ClusterAccess federationAccess() {
        Path kubeconfig = flags.kubeconfig;
        if (kubeconfig != null) {
            ClusterAccess access = Kubeconfigs.fromFile(kubeconfig, flags.context);
            if (flags.master != null) {
                access.config().setMasterUrl(flags.master);
            }
            return access;
        }
        return flags.master != null ? ClusterAccess.anonymous(flags.master) : Kubeconfigs.inCluster();
    }

    @Provides
    @Singleton
    Readiness readiness(ControllerManager manager) {
        return new Readiness(Map.of("controllers", manager::running));
    }

    @Provides
    @Singleton
    PrometheusMeterRegistry metrics() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    @Provides
    @Singleton
    StatusServer statusServer(Readiness readiness, PrometheusMeterRegistry metrics) {
        return new StatusServer(flags.address, flags.port, process.loops(), readiness, metrics);
    }

    @Provides
    @Singleton
    LeaderElection leaderElection(HttpClusterClient federationApi) {
        return new LeaderElection(
                federationApi,
                new ObjectKey(FederationIdentity.SYSTEM_NAMESPACE, "federation-controller-manager"),
                process.identity(),
                flags.leaderTimes(),
                process.timer());
    }

    @Provides
    @Singleton
    Metrics meters(PrometheusMeterRegistry registry) {
        return new Metrics(registry);
    }

    @Provides
    @Singleton
    ControllerManager controllerManager(HttpClusterClient federationApi, Transport transport, Metrics metrics) {
        boolean hosted = flags.hostKubeconfig != null || isPod();
        return new ControllerManager(
                federationApi,
                hosted ? transport.connect("host cluster", hostAccess()) : federationApi,
                hosted ? hostNamespace() : FederationIdentity.SYSTEM_NAMESPACE,
                ControllerManager.Site.of(transport, process.timer(), new Random()),
                flags.syncOptions(),
                flags.clusterSettings(),
                metrics);
    }

    private boolean isPod() {
        return process.environment().containsKey("KUBERNETES_SERVICE_HOST");
    }

    private ClusterAccess hostAccess() {
        return flags.hostKubeconfig != null
                ? Kubeconfigs.fromFile(flags.hostKubeconfig, null)
                : Kubeconfigs.inCluster();
    }

    private String hostNamespace() {
        @Nullable String namespace = flags.hostNamespace != null
                ? flags.hostNamespace
                : process.environment().get("POD_NAMESPACE");
        if (namespace == null || namespace.isEmpty()) {
            throw new PermanentException(
                    "the namespace of the Secrets in the host cluster is not known; set POD_NAMESPACE or --host-namespace");
        }
        return namespace;
    }
}
