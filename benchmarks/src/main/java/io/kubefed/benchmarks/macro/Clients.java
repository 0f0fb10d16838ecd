package io.kubefed.benchmarks.macro;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.access.Kubeconfigs;
import io.kubefed.core.client.http.Transport;
import io.kubefed.core.client.http.TransportLimits;
import io.kubefed.core.model.ResourceType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Our HTTP clients of the federation API and the members, with as many connections to each as {@code fcp} has. */
record Clients(ClusterClient federationApi, List<ClusterClient> members) {

    static final ResourceType CONFIG_MAPS = new ResourceType("", "v1", "configmaps", "ConfigMap", true);
    static final ResourceType NAMESPACES = new ResourceType("", "v1", "namespaces", "Namespace", false);
    static final Duration LIMIT = Duration.ofMinutes(10);

    /** Connects with these kubeconfigs. */
    static Clients of(String federationApi, List<String> members) {
        Transport transport = new Transport(
                LoopResources.create("bare", 2, true),
                Schedulers.boundedElastic(),
                Schedulers.newSingle("timer", true),
                TransportLimits.DEFAULT);
        return new Clients(
                connect(transport, "federation API", federationApi),
                members.stream()
                        .map(member -> connect(transport, "member", member))
                        .toList());
    }

    private static ClusterClient connect(Transport transport, String name, String kubeconfig) {
        return transport.connect(name, Kubeconfigs.fromFile(Path.of(kubeconfig), null));
    }
}
