package io.kubefed.sync.cluster;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.loop.Limit;
import io.kubefed.core.loop.Outcome;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.membership.Cluster;
import io.kubefed.core.membership.Health;
import io.kubefed.core.membership.HealthJudge;
import io.kubefed.core.membership.LiveMembers;
import io.kubefed.core.membership.Member;
import io.kubefed.core.membership.Probe;
import io.kubefed.core.membership.ServerAddress;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.Condition;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.informer.Informer;
import io.kubefed.informers.store.Entry;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Follows the {@code Cluster} objects: engages members as they join, again when their address or credentials change, and forgets
 * them when they leave; probes all of them in parallel, and writes what it finds only when it changed.
 *
 * <p>Costs one probe per member and period, and nothing else while nothing changes. Fixes v1's G-02 to G-07 and G-20.
 */
public final class ClusterLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterLoop.class);
    private static final int ALL_AT_ONCE = 1_000;
    private static final Duration DEPARTURE_LOOK = Duration.ofSeconds(2);

    private final Informer clusters;
    private final Informer secretInformer;
    private final Secrets secrets;
    private final ClusterClient federationApi;
    private final String fieldManager;
    private final MemberConnector connector;
    private final Supplier<Collection<InetAddress>> ownAddresses;
    private final LiveMembers members;
    private final Leftovers leftovers;
    private final Unjoining unjoining;
    private final ClusterSettings settings;
    private final Scheduler timer;
    private final WorkQueue<ClusterName> queue;
    private final Map<ClusterName, Watched> watched = new ConcurrentHashMap<>();

    /** What is kept of one member between rounds. */
    private record Watched(
            String uid,
            String connection,
            ClusterClient client,
            HealthJudge judge,
            Instant due,
            String version,
            @Nullable Locality locality,
            Instant located) {

        Watched with(HealthJudge next, Instant nextProbe, String version) {
            return new Watched(uid, connection, client, next, nextProbe, version, locality, located);
        }

        Watched at(Locality place, Instant now) {
            return new Watched(uid, connection, client, judge, due, version, place, now);
        }
    }

    /**
     * A loop that does nothing before {@link #run}.
     *
     * @param clusters the {@code Cluster} objects, with bodies
     * @param secretInformer the Secrets of {@code secretNamespace}, with bodies
     * @param federationApi where status is written
     * @param ownAddresses the addresses of this host, by which the address of a member is chosen
     * @param members what this loop keeps true
     * @param leftovers what a member that leaves still has
     */
    public ClusterLoop(
            Informer clusters,
            Informer secretInformer,
            String secretNamespace,
            ClusterClient federationApi,
            String fieldManager,
            MemberConnector connector,
            Supplier<Collection<InetAddress>> ownAddresses,
            LiveMembers members,
            Leftovers leftovers,
            ClusterSettings settings,
            Scheduler timer,
            RandomGenerator random) {
        this.clusters = requireNonNull(clusters, "clusters");
        this.secretInformer = requireNonNull(secretInformer, "secretInformer");
        this.secrets = new Secrets(secretInformer, secretNamespace);
        this.federationApi = requireNonNull(federationApi, "federationApi");
        this.fieldManager = requireNonNull(fieldManager, "fieldManager");
        this.connector = requireNonNull(connector, "connector");
        this.ownAddresses = requireNonNull(ownAddresses, "ownAddresses");
        this.members = requireNonNull(members, "members");
        this.leftovers = requireNonNull(leftovers, "leftovers");
        this.unjoining = new Unjoining(federationApi, fieldManager);
        this.settings = requireNonNull(settings, "settings");
        this.timer = requireNonNull(timer, "timer");
        this.queue = WorkQueue.<ClusterName>builder(timer, random)
                .limit(Limit.of(ALL_AT_ONCE))
                .share(name -> name)
                .onFailure((name, error, failures, retryIn) -> LOG.atWarn()
                        .addKeyValue("member", name)
                        .addKeyValue("failures", failures)
                        .addKeyValue("error", error.getMessage())
                        .log("cannot judge member"))
                .build();
    }

    /**
     * Runs until it is cancelled, which closes the connections to all members.
     *
     * @return completes never
     */
    public Mono<Void> run() {
        clusters.onChange(key -> changed(key, Priority.HIGH));
        secretInformer.onChange(key -> lookAtAll());
        secretInformer.onState(state -> lookAtAll());
        clusters.onState(state -> completeIfKnown());
        return Flux.merge(clusters.run(), secretInformer.run(), queue.drain(this::reconcile))
                .then()
                .doFinally(signal -> watched.values().forEach(member -> connector.close(member.client)));
    }

    private void lookAtAll() {
        clusters.store().keys().forEach(cluster -> changed(cluster, Priority.HIGH));
    }

    private void changed(ObjectKey key, Priority priority) {
        try {
            queue.add(new ClusterName(key.name()), priority);
        } catch (IllegalArgumentException invalid) {
            // The federation API lets no such name in; another API server might.
            LOG.atWarn()
                    .addKeyValue("cluster", key)
                    .addKeyValue("error", invalid.getMessage())
                    .log("not a member");
        }
    }

    private Mono<Outcome> reconcile(ClusterName name) {
        @Nullable Entry entry = clusters.store().find(ObjectKey.clusterScoped(name.value()));
        if (entry == null || entry.body() == null) {
            forget(name);
            return Mono.just(Outcome.SETTLED);
        }
        Cluster cluster = ClusterCodec.decode(KubeObject.parse(entry.body()));
        return unjoining.hold(cluster).then(Mono.defer(() -> reconcile(cluster)));
    }

    private Mono<Outcome> reconcile(Cluster cluster) {
        if (!cluster.secretName().isEmpty() && secrets.areComing()) {
            // A member is not out of order because we have only just begun to read.
            return Mono.just(Outcome.SETTLED);
        }
        try {
            engage(cluster);
        } catch (FederationException unusable) {
            disable(cluster, unusable);
            completeIfKnown();
            return report(cluster, unusable(cluster, unusable), Locality.UNKNOWN)
                    .then(Mono.error(unusable));
        }
        completeIfKnown();
        return Unjoining.isLeaving(cluster) ? depart(cluster) : look(cluster);
    }

    /** Its copies are deleted by the lane of the member; here it is seen when that is done. */
    private Mono<Outcome> depart(Cluster cluster) {
        if (leftovers.in(cluster.name()).nothing()) {
            return unjoining.release(cluster).thenReturn(Outcome.SETTLED);
        }
        return look(cluster).thenReturn(new Outcome.RequeueAfter(DEPARTURE_LOOK));
    }

    /** Every Cluster that was read is a member by now, usable or not. */
    private void completeIfKnown() {
        boolean known =
                clusters.state().synced() && clusters.store().keys().stream().allMatch(this::isMember);
        if (known) {
            members.markComplete();
        }
    }

    private boolean isMember(ObjectKey cluster) {
        try {
            return members.find(new ClusterName(cluster.name())).isPresent();
        } catch (IllegalArgumentException invalid) {
            return true;
        }
    }

    /** A member that cannot be reached for want of credentials is one nevertheless: what is on record of it stays. */
    private void disable(Cluster cluster, FederationException why) {
        @Nullable Watched before = watched.remove(cluster.name());
        members.put(new Member(
                cluster.name(),
                cluster.uid(),
                cluster.labels(),
                Health.NOT_READY,
                new UnusableClient("member " + cluster.name(), why),
                Unjoining.isLeaving(cluster),
                before == null ? "" : before.version,
                cluster.unschedulable(),
                true));
        if (before != null) {
            connector.close(before.client);
        }
    }

    private void forget(ClusterName name) {
        members.remove(name);
        @Nullable Watched gone = watched.remove(name);
        if (gone != null) {
            connector.close(gone.client);
        }
    }

    private void engage(Cluster cluster) {
        String address = ServerAddress.choose(cluster.addresses(), ownAddresses.get());
        String connection = address + " " + cluster.secretName() + " " + secrets.version(cluster.secretName());
        @Nullable Watched before = watched.get(cluster.name());
        if (before != null && before.uid.equals(cluster.uid()) && before.connection.equals(connection)) {
            publish(cluster, before);
            return;
        }
        Map<String, byte[]> credentials = secrets.data(cluster.secretName());
        ClusterClient client = connector.connect(cluster.name(), address, credentials);
        Watched now = new Watched(
                cluster.uid(),
                connection,
                client,
                HealthJudge.unprobed(settings.thresholds()),
                now(),
                "",
                null,
                Instant.MIN);
        watched.put(cluster.name(), now);
        publish(cluster, now);
        if (before != null) {
            connector.close(before.client);
        }
    }

    private void publish(Cluster cluster, Watched now) {
        members.put(new Member(
                cluster.name(),
                cluster.uid(),
                cluster.labels(),
                now.judge.verdict(),
                now.client,
                Unjoining.isLeaving(cluster),
                now.version,
                cluster.unschedulable(),
                now.judge.probed()));
    }

    private Mono<Outcome> look(Cluster cluster) {
        @Nullable Watched before = watched.get(cluster.name());
        if (before == null) {
            return Mono.just(Outcome.SETTLED);
        }
        // Our own status comes back as a change, and so does every other edit: no reason to probe sooner.
        Duration early = Duration.between(now(), before.due);
        if (!early.isNegative() && !early.isZero()) {
            return reportUnjoining(cluster, before.judge).thenReturn(new Outcome.RequeueAfter(early));
        }
        return HealthProbe.probe(before.client, settings.limit())
                .flatMap(probe -> version(before, probe).flatMap(version -> heard(cluster, before, probe, version)));
    }

    /** A server may be another after it was away, and is looked at again whenever its nodes are. */
    private Mono<String> version(Watched member, Probe probe) {
        boolean wasAway = member.judge.verdict() != Health.READY;
        return probe.health() == Health.READY && (wasAway || isLocalityDue(member))
                ? ServerVersion.of(member.client, member.version)
                : Mono.just(member.version);
    }

    private boolean isLocalityDue(Watched member) {
        return Duration.between(member.located, now()).compareTo(settings.localityPeriod()) > 0;
    }

    private Mono<Outcome> heard(Cluster cluster, Watched before, Probe probe, String version) {
        HealthJudge judge = before.judge.after(probe, now());
        Duration next = judge.verdict() == probe.health() ? settings.period() : settings.doubtPeriod();
        Watched after = before.with(judge, now().plus(next), version);
        if (watched.replace(cluster.name(), before, after)) {
            publish(cluster, after);
        }
        return located(cluster, after)
                .flatMap(place -> report(cluster, conditions(cluster, judge), place))
                .thenReturn(new Outcome.RequeueAfter(next));
    }

    private List<Condition> conditions(Cluster cluster, HealthJudge judge) {
        List<Condition> before = cluster.status().conditions();
        return withUnjoining(cluster, judge.verdict(), judge.conditions(before, now()));
    }

    private List<Condition> withUnjoining(Cluster cluster, Health health, List<Condition> conditions) {
        List<Condition> all = new ArrayList<>(conditions);
        Unjoining.condition(cluster, health, leftovers, now())
                .map(condition -> since(cluster.status().conditions(), condition))
                .ifPresent(all::add);
        return all;
    }

    /** What there is to say about leaving is said without waiting for a probe. */
    private Mono<Void> reportUnjoining(Cluster cluster, HealthJudge judge) {
        List<Condition> wanted = conditions(cluster, judge);
        boolean concerned = Unjoining.isSaidOf(cluster) || wanted.size() > 2;
        return concerned ? report(cluster, wanted, shown(cluster)) : Mono.empty();
    }

    private static Locality shown(Cluster cluster) {
        return new Locality(cluster.status().zones(), cluster.status().region());
    }

    /** The labels of nodes change seldom: they are read when the member was engaged, and from time to time. */
    private Mono<Locality> located(Cluster cluster, Watched member) {
        Locality shown = member.locality == null ? shown(cluster) : member.locality;
        if (!isLocalityDue(member) || member.judge.verdict() != Health.READY) {
            return Mono.just(shown);
        }
        return Locality.of(member.client)
                .doOnNext(place -> watched.replace(cluster.name(), member, member.at(place, now())))
                .onErrorResume(FederationException.class, error -> {
                    LOG.atWarn()
                            .addKeyValue("member", cluster.name())
                            .addKeyValue("error", error.getMessage())
                            .log("cannot read nodes; zones and region stay as they are");
                    watched.replace(cluster.name(), member, member.at(shown, now()));
                    return Mono.just(shown);
                });
    }

    private List<Condition> unusable(Cluster cluster, FederationException why) {
        String message = String.valueOf(why.getMessage());
        List<Condition> before = cluster.status().conditions();
        return withUnjoining(
                cluster,
                Health.NOT_READY,
                List.of(
                        since(
                                before,
                                new Condition("Ready", Condition.Status.FALSE, "ClusterNotUsable", message, now())),
                        since(
                                before,
                                new Condition(
                                        "Offline", Condition.Status.UNKNOWN, "ClusterNotUsable", message, now()))));
    }

    private static Condition since(List<Condition> before, Condition now) {
        return before.stream()
                .filter(old -> old.type().equals(now.type()))
                .findFirst()
                .map(now::since)
                .orElse(now);
    }

    /** Writes the status if it differs from the one that the object shows. At most one request. */
    private Mono<Void> report(Cluster cluster, List<Condition> conditions, Locality place) {
        Cluster.Status wanted = new Cluster.Status(conditions, place.zones(), place.region());
        if (saysTheSame(cluster.status(), wanted)) {
            return Mono.empty();
        }
        return federationApi
                .mergePatch(
                        ClusterCodec.CLUSTER,
                        ObjectKey.clusterScoped(cluster.name().value()),
                        "status",
                        ClusterCodec.statusPatch(wanted),
                        fieldManager)
                .then();
    }

    private static boolean saysTheSame(Cluster.Status a, Cluster.Status b) {
        if (a.conditions().size() != b.conditions().size()
                || !a.zones().equals(b.zones())
                || !a.region().equals(b.region())) {
            return false;
        }
        for (int i = 0; i < a.conditions().size(); i++) {
            if (!a.conditions().get(i).saysTheSameAs(b.conditions().get(i))) {
                return false;
            }
        }
        return true;
    }

    private Instant now() {
        return Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS));
    }
}
