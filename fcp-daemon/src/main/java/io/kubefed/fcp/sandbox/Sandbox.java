package io.kubefed.fcp.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.ApiServer;
import io.kubefed.apiserver.http.HttpFront;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.client.access.ClusterAccess;
import io.kubefed.core.client.http.HttpClusterClient;
import io.kubefed.core.client.http.Transport;
import io.kubefed.core.membership.HealthJudge.Thresholds;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.fcp.controllers.ControllerManager;
import io.kubefed.fcp.sandbox.workload.Workloads;
import io.kubefed.fcp.status.Metrics;
import io.kubefed.sync.SyncOptions;
import io.kubefed.sync.cluster.ClusterCodec;
import io.kubefed.sync.cluster.ClusterSettings;
import io.kubefed.sync.ownership.FederationIdentity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;

/** A federation API and members, each an API server on a loopback port of its own, and the controllers between them. */
final class Sandbox {

    private static final String HOST = "127.0.0.1";
    private static final String FEDERATION = "federation";
    private static final ClusterSettings QUICK = new ClusterSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            new Thresholds(3, 2, Duration.ofSeconds(5)),
            Duration.ofMinutes(10));

    private final List<ClusterName> members;
    private final int port;
    private final @Nullable Path data;
    private final LoopResources loops;
    private final Transport transport;
    private final Scheduler blocking;
    private final Scheduler timer;
    private final RandomGenerator random;

    /**
     * What can be reached once it runs.
     *
     * @param federationApi a client of the federation API
     * @param members the members' names
     * @param urls where each cluster listens, the federation API first, by the name of its context
     */
    record Running(ClusterClient federationApi, List<ClusterName> members, Map<String, String> urls) {}

    /**
     * A sandbox that listens nowhere before {@link #run}.
     *
     * @param port of the federation API, the members take those after it; 0 for any free ones
     * @param data the directory that keeps all of it; null to keep nothing
     */
    Sandbox(
            List<ClusterName> members,
            int port,
            @Nullable Path data,
            LoopResources loops,
            Transport transport,
            Scheduler blocking,
            Scheduler timer,
            RandomGenerator random) {
        this.members = members;
        this.port = port;
        this.data = data;
        this.loops = loops;
        this.transport = transport;
        this.blocking = blocking;
        this.timer = timer;
        this.random = random;
    }

    /**
     * Runs until it is cancelled, which closes all ports.
     *
     * @param started told once the members have joined
     * @return completes never; errors if a port is taken, or what was told errors
     */
    Mono<Void> run(Function<Running, Mono<Void>> started) {
        List<String> names = new ArrayList<>(List.of(FEDERATION));
        members.forEach(member -> names.add(member.value()));
        return Mono.usingWhen(
                Servers.open(names, data, timer, random),
                servers -> Mono.usingWhen(
                        listen(servers.byName()), ports -> run(servers.byName(), ports, started), Sandbox::close),
                // On a thread of its own: a store waits for its last answers, which come on the timer.
                servers -> Mono.<Void>fromRunnable(servers::close).subscribeOn(blocking));
    }

    private Mono<Map<String, DisposableServer>> listen(Map<String, ApiServer> servers) {
        Map<String, DisposableServer> ports = new LinkedHashMap<>();
        return Flux.fromIterable(servers.entrySet())
                .concatMap(
                        server -> HttpFront.bind(server.getValue().handler(), HOST, portOf(ports.size()), loops)
                                .doOnNext(bound -> ports.put(server.getKey(), bound)),
                        1)
                .then(Mono.just(ports))
                .doOnError(taken -> ports.values().forEach(DisposableServer::dispose));
    }

    private int portOf(int index) {
        return port == 0 ? 0 : port + index;
    }

    private static Mono<Void> close(Map<String, DisposableServer> ports) {
        return Mono.fromRunnable(() -> ports.values().forEach(DisposableServer::dispose));
    }

    private Mono<Void> run(
            Map<String, ApiServer> servers,
            Map<String, DisposableServer> ports,
            Function<Running, Mono<Void>> started) {
        Map<String, String> urls = new LinkedHashMap<>();
        ports.forEach((name, bound) -> urls.put(name, "http://" + HOST + ":" + bound.port()));
        HttpClusterClient federationApi =
                transport.connect("federation API", ClusterAccess.anonymous(urls.getOrDefault(FEDERATION, "")));
        ControllerManager controllers = controllers(federationApi);
        Mono<Void> begin = controllers
                .prepare()
                .then(join(federationApi, urls))
                .then(Mono.defer(() -> started.apply(new Running(federationApi, members, urls))));
        return Flux.merge(
                        Flux.fromIterable(servers.values()).flatMap(ApiServer::run, servers.size()),
                        Flux.fromIterable(members).flatMap(member -> work(servers, member), members.size()),
                        controllers.run(),
                        begin)
                .then()
                .doFinally(signal -> federationApi.dispose());
    }

    private Mono<Void> work(Map<String, ApiServer> servers, ClusterName member) {
        return Mono.justOrEmpty(servers.get(member.value()))
                .flatMap(server -> Workloads.in(server.client(), timer, random));
    }

    private ControllerManager controllers(ClusterClient federationApi) {
        return new ControllerManager(
                federationApi,
                federationApi,
                FederationIdentity.SYSTEM_NAMESPACE,
                ControllerManager.Site.of(transport, timer, random),
                SyncOptions.STANDARD,
                QUICK,
                new Metrics(new SimpleMeterRegistry()));
    }

    private Mono<Void> join(ClusterClient federationApi, Map<String, String> urls) {
        return Flux.fromIterable(members)
                .concatMap(
                        member -> federationApi.apply(
                                ClusterCodec.CLUSTER,
                                ObjectKey.clusterScoped(member.value()),
                                cluster(member, urls.getOrDefault(member.value(), ""))
                                        .toBytes(),
                                "sandbox",
                                true),
                        1)
                .then();
    }

    private static KubeObject cluster(ClusterName name, String url) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", ClusterCodec.CLUSTER.apiVersion()).put("kind", ClusterCodec.CLUSTER.kind());
        ObjectNode metadata = json.putObject("metadata").put("name", name.value());
        metadata.putObject("labels").put("name", name.value());
        json.putObject("spec")
                .putArray("serverAddressByClientCIDRs")
                .addObject()
                .put("clientCIDR", "127.0.0.0/8")
                .put("serverAddress", url);
        return new KubeObject(json);
    }
}
