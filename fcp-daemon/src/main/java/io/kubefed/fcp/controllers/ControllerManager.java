package io.kubefed.fcp.controllers;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.http.Transport;
import io.kubefed.core.error.TransientException;
import io.kubefed.core.membership.LiveMembers;
import io.kubefed.core.model.ResourceType;
import io.kubefed.fcp.status.Metrics;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.informer.InformerSpec;
import io.kubefed.informers.informer.Informers;
import io.kubefed.informers.store.Projection;
import io.kubefed.sync.StandardAdapters;
import io.kubefed.sync.Surroundings;
import io.kubefed.sync.SyncEngine;
import io.kubefed.sync.SyncOptions;
import io.kubefed.sync.cluster.ClusterCodec;
import io.kubefed.sync.cluster.ClusterLoop;
import io.kubefed.sync.cluster.ClusterSettings;
import io.kubefed.sync.cluster.MemberConnector;
import io.kubefed.sync.ownership.FederationIdentity;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** The controllers of a federation over one federation API, from its definitions to its last watch. */
public final class ControllerManager {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerManager.class);
    private static final ResourceType SECRETS = new ResourceType("", "v1", "secrets", "Secret", true);
    private static final Duration PREPARATION_LIMIT = Duration.ofMinutes(2);

    private final ClusterClient federationApi;
    private final ClusterClient secretsApi;
    private final String secretNamespace;
    private final Site site;
    private final SyncOptions options;
    private final ClusterSettings clusterSettings;
    private final Metrics metrics;
    private volatile boolean running;
    private volatile @Nullable SyncEngine engine;

    /**
     * Where controllers run: everything that they know of network, time and chance.
     *
     * @param connector opens the APIs of members
     * @param addresses the addresses of this host, by which the address of a member is chosen
     * @param timer clock, alarm and worker
     * @param random jitter; thread-safe unless the timer has one thread
     */
    public record Site(
            MemberConnector connector,
            Supplier<Collection<InetAddress>> addresses,
            Scheduler timer,
            RandomGenerator random) {

        /** This host, reaching members over {@code transport}. */
        public static Site of(Transport transport, Scheduler timer, RandomGenerator random) {
            return new Site(new Connector(transport), new OwnAddresses(), timer, random);
        }
    }

    /**
     * Controllers that do nothing before {@link #run}.
     *
     * @param secretsApi where the credentials of members are: the host cluster, or the federation API itself
     * @param secretNamespace their namespace
     */
    public ControllerManager(
            ClusterClient federationApi,
            ClusterClient secretsApi,
            String secretNamespace,
            Site site,
            SyncOptions options,
            ClusterSettings clusterSettings,
            Metrics metrics) {
        this.federationApi = federationApi;
        this.secretsApi = secretsApi;
        this.secretNamespace = secretNamespace;
        this.site = site;
        this.options = options;
        this.clusterSettings = clusterSettings;
        this.metrics = metrics;
    }

    /** Makes sure that the federation API has what a federation needs; nothing that is there already is written. */
    public Mono<FederationIdentity> prepare() {
        return Definitions.install(federationApi, site.timer(), PREPARATION_LIMIT)
                .then(identity());
    }

    private Mono<FederationIdentity> identity() {
        return Identity.of(federationApi)
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(250))
                        .scheduler(site.timer())
                        .filter(TransientException.class::isInstance))
                .timeout(PREPARATION_LIMIT, site.timer());
    }

    /**
     * Runs until it is cancelled.
     *
     * @return completes never; errors if the federation API cannot serve as one
     */
    public Mono<Void> run() {
        return prepare()
                .flatMap(this::run)
                .doOnSubscribe(subscription -> running = true)
                .doFinally(signal -> running = false);
    }

    /** Whether the controllers run, and have nothing under way and nothing to do. */
    public boolean isIdle() {
        SyncEngine now = engine;
        return now != null && now.isIdle();
    }

    /** Whether the controllers were started, and have not ended. */
    public boolean running() {
        return running;
    }

    private Mono<Void> run(FederationIdentity federation) {
        LOG.atInfo()
                .addKeyValue("federation", federation.uid())
                .addKeyValue("fieldManager", federation.fieldManager())
                .log("controllers start");
        LiveMembers members = new LiveMembers();
        KeyTable keys = new KeyTable();
        Informers informers =
                Informers.of(site.timer(), site.random()).sharing(keys).measured(metrics::informer);
        SyncEngine started = new SyncEngine(
                new Surroundings(
                        federationApi,
                        federation,
                        StandardAdapters.all(),
                        options,
                        informers,
                        keys,
                        metrics::queue,
                        site.timer(),
                        site.random()),
                members);
        ClusterLoop clusters = new ClusterLoop(
                informers.follow(InformerSpec.of(ClusterCodec.CLUSTER, Projection.whole()), federationApi),
                informers.follow(InformerSpec.of(SECRETS, Projection.whole()).in(secretNamespace), secretsApi),
                secretNamespace,
                federationApi,
                federation.fieldManager(),
                site.connector(),
                site.addresses(),
                members,
                started.leftovers(),
                clusterSettings,
                site.timer(),
                site.random());
        metrics.members(members);
        engine = started;
        return Flux.merge(clusters.run(), started.run(new FederationDiscovery(federationApi)))
                .then();
    }
}
