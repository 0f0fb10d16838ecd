package io.kubefed.simulation;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.fcp.controllers.ControllerManager;
import io.kubefed.fcp.leader.LeaderElection;
import io.kubefed.fcp.status.Metrics;
import io.kubefed.simulation.network.Link;
import io.kubefed.simulation.network.Route;
import io.kubefed.simulation.world.Journal;
import io.kubefed.sync.SyncOptions;
import io.kubefed.sync.cluster.ClusterSettings;
import io.kubefed.sync.cluster.MemberConnector;
import io.kubefed.sync.ownership.FederationIdentity;
import io.kubefed.sync.plan.PropagationScope;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** The process of the controllers: started, killed at any moment, and started again by whoever looks after it. */
final class Controllers {

    private static final LeaderElection.Times TIMES =
            new LeaderElection.Times(Duration.ofSeconds(15), Duration.ofSeconds(12), Duration.ofSeconds(10));
    private static final SyncOptions OPTIONS = new SyncOptions(
            new PropagationScope(
                    Set.of(),
                    Set.of(
                            "services",
                            "serviceaccounts",
                            "persistentvolumeclaims",
                            "limitranges",
                            "resourcequotas",
                            "replicasets.apps",
                            "statefulsets.apps",
                            "daemonsets.apps",
                            "jobs.batch",
                            "cronjobs.batch",
                            "horizontalpodautoscalers.autoscaling",
                            "ingresses.networking.k8s.io",
                            "networkpolicies.networking.k8s.io",
                            "poddisruptionbudgets.policy",
                            "priorityclasses.scheduling.k8s.io")),
            false,
            Duration.ofMinutes(2),
            32);

    private final Route federation;
    private final Map<String, Route> members;
    private final Scheduler timer;
    private final RandomGenerator chance;
    private final Journal journal;
    private final List<Link> links = new ArrayList<>();
    private Sinks.Empty<Void> stop = Sinks.empty();
    private Disposable running = Disposables.disposed();
    private @Nullable ControllerManager manager;
    private int starts;

    Controllers(
            Route federation, Map<String, Route> members, Scheduler timer, RandomGenerator chance, Journal journal) {
        this.federation = federation;
        this.members = members;
        this.timer = timer;
        this.chance = chance;
        this.journal = journal;
    }

    /** Starts a process, which waits for the lease. */
    void start() {
        String identity = "fcp-" + ++starts;
        journal.note(identity, "starts");
        Link api = connect(federation);
        ControllerManager.Site site = new ControllerManager.Site(new Connector(), List::of, timer, chance);
        ControllerManager started = new ControllerManager(
                api,
                api,
                FederationIdentity.SYSTEM_NAMESPACE,
                site,
                OPTIONS,
                ClusterSettings.STANDARD,
                new Metrics(new CompositeMeterRegistry()));
        LeaderElection election = new LeaderElection(
                api,
                new ObjectKey(FederationIdentity.SYSTEM_NAMESPACE, "federation-controller-manager"),
                identity,
                TIMES,
                timer);
        stop = Sinks.empty();
        manager = started;
        running = started.prepare()
                .then(election.lead(started.run(), stop.asMono()))
                .subscribe(done -> {}, error -> ended(identity, error), () -> journal.note(identity, "stopped"));
    }

    private void ended(String identity, Throwable error) {
        if (!(error instanceof PermanentException) && !(error instanceof java.util.concurrent.TimeoutException)) {
            journal.complain(identity, "ended by " + error);
        }
        journal.note(identity, "ends: " + error.getMessage());
        abandon();
        timer.schedule(this::startUnlessRunning, 2_000, TimeUnit.MILLISECONDS);
    }

    /** Kills the process: nothing is said to anyone. */
    void kill() {
        journal.note("fcp-" + starts, "is killed");
        abandon();
    }

    private void abandon() {
        links.forEach(Link::die);
        links.clear();
        running.dispose();
        manager = null;
        federation.audit().doubt();
        members.values().forEach(member -> member.audit().doubt());
    }

    /** Starts a process if there is none. */
    void startUnlessRunning() {
        if (manager == null) {
            start();
        }
    }

    /** Asks the process to end, which gives the lease back. */
    void stop() {
        stop.tryEmitEmpty();
    }

    /** Ends what is left of a process that was asked to. */
    void dispose() {
        running.dispose();
        manager = null;
    }

    /** Whether it runs and has nothing to do now. */
    boolean isIdle() {
        return manager != null && manager.isIdle();
    }

    private Link connect(Route route) {
        Link link = route.connect();
        links.add(link);
        return link;
    }

    private final class Connector implements MemberConnector {

        @Override
        public ClusterClient connect(ClusterName member, String address, Map<String, byte[]> secret) {
            Route route = members.get(address.replace("https://", ""));
            if (route == null || !secret.containsKey("token")) {
                throw new PermanentException("member " + member + " has no token");
            }
            return Controllers.this.connect(route);
        }

        @Override
        public void close(ClusterClient client) {
            if (client instanceof Link link) {
                link.die();
                links.remove(link);
            }
        }
    }
}
