package io.kubefed.fcp.apiserver;

import io.kubefed.apiserver.Access;
import io.kubefed.apiserver.ApiServer;
import io.kubefed.apiserver.admission.Admission;
import io.kubefed.apiserver.authn.AuthenticationGate;
import io.kubefed.apiserver.authn.Authenticator;
import io.kubefed.apiserver.authz.AuthorizationGate;
import io.kubefed.apiserver.authz.Authorizer;
import io.kubefed.apiserver.authz.ImpersonationGate;
import io.kubefed.apiserver.authz.owner.OwnerReferencePermissions;
import io.kubefed.apiserver.authz.rbac.Aggregation;
import io.kubefed.apiserver.authz.rbac.Bootstrap;
import io.kubefed.apiserver.authz.rbac.Escalation;
import io.kubefed.apiserver.authz.rbac.Rbac;
import io.kubefed.apiserver.flow.Drain;
import io.kubefed.apiserver.flow.FairHandler;
import io.kubefed.apiserver.flow.TimeLimit;
import io.kubefed.apiserver.health.Health.Probe;
import io.kubefed.apiserver.http.HttpFront;
import io.kubefed.apiserver.http.Listener;
import io.kubefed.apiserver.request.Gate;
import io.kubefed.apiserver.request.RequestHandler;
import io.kubefed.apiserver.request.User;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.core.error.PermanentException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;

/** The federation API on its sockets. */
final class FederationApiServer {

    private static final Logger LOG = LoggerFactory.getLogger(FederationApiServer.class);
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final ApiServerFlags flags;
    private final Serving serving;
    private final Users users;
    private final AccountKeys keys;
    private final LoopResources loops;
    private final Scheduler timer;
    private final Scheduler blocking;
    private final RandomGenerator random;

    private FederationApiServer(
            ApiServerFlags flags,
            Serving serving,
            Users users,
            AccountKeys keys,
            LoopResources loops,
            Scheduler timer,
            Scheduler blocking,
            RandomGenerator random) {
        this.flags = flags;
        this.serving = serving;
        this.users = users;
        this.keys = keys;
        this.loops = loops;
        this.timer = timer;
        this.blocking = blocking;
        this.random = random;
    }

    /**
     * A server that listens nowhere before {@link #run}. Blocks: it reads files, and makes certificates if there are none.
     *
     * @throws PermanentException if a file cannot be read, written or understood
     */
    static FederationApiServer of(
            ApiServerFlags flags,
            LoopResources loops,
            Scheduler timer,
            Scheduler blocking,
            RandomGenerator random,
            Instant now) {
        Serving serving = Serving.prepare(flags, now);
        return new FederationApiServer(
                flags,
                serving,
                Users.of(flags, serving.clientAuthorities(), timer),
                AccountKeys.of(flags),
                loops,
                timer,
                blocking,
                random);
    }

    /**
     * Serves until it is told to stop.
     *
     * @param stop completes when it should
     * @return completes when everything has ended in order; errors if a port is taken
     */
    Mono<Void> run(Mono<Void> stop) {
        return Mono.usingWhen(
                OpenStore.of(flags, timer, blocking),
                store -> serve(store.storage(), stop),
                store -> Mono.fromRunnable(store.close()).subscribeOn(blocking));
    }

    private Mono<Void> serve(Storage storage, Mono<Void> stop) {
        Rbac rbac = new Rbac(storage);
        Authorizer permissions = Permissions.of(flags.authorizationModes, rbac);
        Admission admission = Admission.inOrder(admissions(storage, rbac, permissions));
        Authenticator authenticator = users.with(keys.authenticators(flags, storage, timer));
        Access access = new Access(
                authenticator, permissions, admission, AccountKeys.audiences(flags), keys.issuer(flags, timer));
        return ApiServer.over("federation API", storage, access, timer, random)
                .flatMap(server -> serve(new Parts(server, storage, rbac, access), stop));
    }

    private List<Admission> admissions(Storage storage, Rbac rbac, Authorizer permissions) {
        List<Admission> admissions = new ArrayList<>();
        if (flags.authorizationModes.contains("RBAC")) {
            admissions.add(new Escalation(rbac, permissions));
        }
        String owners = AdmissionPlugins.OwnerReferencesPermissionEnforcement.name();
        if (!flags.disableAdmissionPlugins.contains(owners) && !Permissions.allowAll(flags.authorizationModes)) {
            admissions.add(new OwnerReferencePermissions(permissions, storage));
        }
        return admissions;
    }

    private record Parts(ApiServer server, Storage storage, Rbac rbac, Access access) {}

    private record Doors(
            RequestHandler handler, Drain drain, RequestMetrics counters, PrometheusMeterRegistry metrics) {}

    private Mono<Void> serve(Parts parts, Mono<Void> stop) {
        ApiServer server = parts.server();
        Doors doors = doors(server);
        server.health().add("shutdown", () -> !doors.drain().draining(), Probe.READYZ);
        Aggregation aggregation = new Aggregation(parts.storage(), server.client());
        Mono<Void> work = Mono.when(
                server.run(),
                parts.rbac().run(),
                aggregation.run(),
                new EventExpiry(parts.storage(), flags.eventTtl, timer).run(),
                serving.run(timer, blocking));
        // Nobody is let in before the roles are known, and those that every server has are there.
        Mono<Void> prepared = new Bootstrap(server.client())
                .run()
                .then(aggregation.once())
                .then(parts.rbac().load());
        return prepared.then(Mono.usingWhen(
                listen(parts, doors),
                sockets -> work.takeUntilOther(stop.then(Mono.defer(() -> end(doors.drain())))),
                FederationApiServer::close));
    }

    private Doors doors(ApiServer server) {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        FairHandler handler =
                new FairHandler(server.handler(), flags.maxRequestsInFlight, flags.maxMutatingRequestsInFlight, timer);
        inFlight(metrics, "readOnly", handler, FairHandler::readsInFlight);
        inFlight(metrics, "mutating", handler, FairHandler::writesInFlight);
        Gauge.builder("apiserver_waiting_requests", handler, FairHandler::waiting)
                .register(metrics);
        return new Doors(handler, new Drain(), new RequestMetrics(server, metrics, timer), metrics);
    }

    private static void inFlight(
            PrometheusMeterRegistry metrics, String kind, FairHandler handler, ToDoubleFunction<FairHandler> count) {
        Gauge.builder("apiserver_current_inflight_requests", handler, count)
                .tags("request_kind", kind)
                .register(metrics);
    }

    private Mono<List<DisposableServer>> listen(Parts parts, Doors doors) {
        List<Mono<DisposableServer>> sockets = new ArrayList<>();
        if (flags.securePort > 0) {
            Listener listener = Listener.secure(flags.bindAddress, flags.securePort, serving.tls());
            sockets.add(HttpFront.bind(doors.handler(), gates(parts, doors, guarded(parts.access())), listener, loops)
                    .delayUntil(bound -> Mono.fromRunnable(() -> serving.announce(bound.port()))
                            .subscribeOn(blocking)));
        }
        if (flags.insecurePort > 0) {
            Listener listener = Listener.plain(flags.insecureBindAddress, flags.insecurePort);
            sockets.add(HttpFront.bind(doors.handler(), gates(parts, doors, unguarded()), listener, loops)
                    .doOnNext(bound -> LOG.atWarn()
                            .addKeyValue("address", flags.insecureBindAddress + ":" + bound.port())
                            .log("serves without TLS, and whoever comes may do everything")));
        }
        return Flux.concat(sockets)
                .collectList()
                .onErrorMap(taken -> new PermanentException("cannot listen: " + taken.getMessage()));
    }

    /** All gates in order: what is refused is counted too, and takes no longer than anything else. */
    private Gate gates(Parts parts, Doors doors, Gate guard) {
        Duration watches = Duration.ofSeconds(flags.minRequestTimeoutSeconds);
        return doors.drain()
                .then(doors.counters())
                .then(new TimeLimit(flags.requestTimeout, watches, random, timer))
                .then(guard)
                .then(new MetricsPage(parts.server(), doors.metrics()));
    }

    private Gate guarded(Access access) {
        boolean anonymous = flags.anonymousAuth && !Permissions.allowAll(flags.authorizationModes);
        return new AuthenticationGate(access.authenticator(), anonymous)
                .then(new ImpersonationGate(access.authorizer()))
                .then(new AuthorizationGate(access.authorizer()));
    }

    private static Gate unguarded() {
        User everybody = User.of("system:unsecured", User.MASTERS, User.AUTHENTICATED);
        return (head, inside) -> inside.apply(head.by(everybody));
    }

    private Mono<Void> end(Drain drain) {
        return drain.drain()
                .timeout(flags.shutdownGracePeriod, Mono.empty(), timer)
                .doFinally(drained ->
                        LOG.atInfo().addKeyValue("brokenOff", drain.underWay()).log("no longer serves"));
    }

    private static Mono<Void> close(List<DisposableServer> sockets) {
        return Flux.fromIterable(sockets)
                .concatMap(
                        socket -> {
                            socket.dispose();
                            return socket.onDispose();
                        },
                        1)
                .then()
                .timeout(CLOSING, Mono.empty());
    }
}
