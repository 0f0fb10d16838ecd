package io.kubefed.simulation;

import io.kubefed.simulation.judge.Judge;
import io.kubefed.simulation.network.Audit;
import io.kubefed.simulation.network.Fault;
import io.kubefed.simulation.network.Route;
import io.kubefed.simulation.user.History;
import io.kubefed.simulation.user.Operator;
import io.kubefed.simulation.user.Rival;
import io.kubefed.simulation.user.User;
import io.kubefed.simulation.user.Workloads;
import io.kubefed.simulation.world.Clock;
import io.kubefed.simulation.world.Door;
import io.kubefed.simulation.world.Journal;
import io.kubefed.simulation.world.Server;
import io.kubefed.simulation.world.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * One schedule: a federation and its members live through what a seed decides, and are judged when it is over.
 *
 * <p>First come edits and faults for a minute or two; then the faults end, and within half an hour everything has to be as users
 * asked for it. After that nothing may be sent for ten minutes, a restart may write nothing, and an ended process leaves nothing.
 */
final class Simulation {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> MEMBERS = List.of("east", "west", "north");
    private static final List<String> MISSABLE = List.of(
            "configmaps", "secrets", "deployments", "widgets", "clusters", "propagations", "customresourcedefinitions");

    private final Clock time = new Clock(BEGIN);
    private final SplittableRandom dice;
    private final Journal journal;
    private final List<Server> servers = new ArrayList<>();
    private final Stage stage;
    private final Route federation;
    private final Map<String, Route> members = new LinkedHashMap<>();
    private final History history;
    private final User user;
    private final Rival rival;
    private final Operator operator;
    private final Controllers controllers;
    private final Judge judge;
    private final Workloads workloads;
    private final boolean faults;
    private final boolean restarts;

    /** A schedule that did not begin yet. */
    Simulation(long seed) {
        dice = new SplittableRandom(seed);
        journal = new Journal(time);
        faults = seed % 4 >= 2;
        restarts = seed % 4 >= 1;
        Server api = server("federation API");
        Map<String, Door> doors = new LinkedHashMap<>();
        Map<String, Server> clusters = new LinkedHashMap<>();
        for (String member : MEMBERS.subList(0, 1 + dice.nextInt(MEMBERS.size()))) {
            Server cluster = server("member " + member);
            clusters.put(member, cluster);
            doors.put(member, new Door(cluster.client()));
        }
        stage = new Stage(new Door(api.client()), doors);
        history = new History(stage, () -> time.now(TimeUnit.MILLISECONDS));
        federation = route(api, path -> null);
        clusters.forEach((name, cluster) -> members.put(name, route(cluster, path -> history.objection(name, path))));
        user = new User(stage, history, journal, dice.split());
        rival = new Rival(stage, user, journal, dice.split());
        operator = new Operator(stage, history, journal, dice.split(), this::forgotten);
        controllers = new Controllers(federation, members, time, new Random(dice.nextLong()), journal);
        judge = new Judge(stage, history);
        workloads = new Workloads(stage);
    }

    private Server server(String name) {
        Server server = new Server(name, time, new Random(dice.nextLong()));
        servers.add(server);
        return server;
    }

    private Route route(
            Server server, java.util.function.Function<String, @org.jspecify.annotations.Nullable String> objection) {
        boolean knowsWatchList = dice.nextInt(4) > 0;
        return new Route(
                server.client(), new Audit(journal, time, objection), time, dice.split(), journal, knowsWatchList);
    }

    /** What is on record of a member goes when it leaves. */
    private void forgotten(String member) {
        java.util.Objects.requireNonNull(members.get(member)).audit().doubtForAWhile();
    }

    /** What happened. */
    Journal journal() {
        return journal;
    }

    /** Lives through it. */
    void run() {
        controllers.start();
        after(Duration.ofSeconds(3));
        user.begin();
        members.keySet().forEach(operator::join);
        int events = 8 + dice.nextInt(20);
        for (int i = 0; i < events && journal.violations().isEmpty(); i++) {
            after(Duration.ofMillis(pause()));
            event();
        }
        calm();
        converge();
        if (journal.violations().isEmpty()) {
            staysQuiet();
        }
        if (journal.violations().isEmpty()) {
            restartsWithoutAWrite();
        }
        leavesNothing();
    }

    private long pause() {
        return switch (dice.nextInt(3)) {
            case 0 -> dice.nextInt(200);
            case 1 -> dice.nextInt(5_000);
            default -> dice.nextInt(20_000);
        };
    }

    private void after(Duration duration) {
        time.advance(duration);
    }

    private void event() {
        int kind = dice.nextInt(20);
        if (kind < 9) {
            user.act();
        } else if (kind < 12) {
            rival.act();
        } else if (kind < 14) {
            operator.act();
        } else if (kind < 15) {
            if (restarts) {
                disturb();
            }
        } else if (faults) {
            strike();
        }
    }

    /** Kills something; who looks after it starts it again before long. */
    private void disturb() {
        List<Route> routes = routes();
        if (dice.nextInt(3) > 0) {
            controllers.kill();
            time.schedule(controllers::startUnlessRunning, dice.nextInt(10_000), TimeUnit.MILLISECONDS);
        } else {
            Route route = routes.get(dice.nextInt(routes.size()));
            journal.note("network", route.name() + " is restarted");
            route.breakAll();
        }
    }

    private void strike() {
        List<Route> routes = routes();
        Route route = routes.get(dice.nextInt(routes.size()));
        if (dice.nextInt(3) == 0) {
            route.heal();
            return;
        }
        Fault fault = Fault.values()[dice.nextInt(Fault.values().length)];
        route.strike(fault, MISSABLE.get(dice.nextInt(MISSABLE.size())));
        remember(route, fault);
    }

    /** What the audit and the history have to forgive. */
    private void remember(Route route, Fault fault) {
        boolean lies = fault == Fault.EMPTY_LIST || fault == Fault.MISSING_TYPE || fault == Fault.STALE;
        if (lies && route == federation) {
            routes().forEach(one -> one.audit().doubtForAWhile());
        } else if (lies) {
            route.audit().doubtForAWhile();
        }
        history.ignorant();
    }

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>(members.values());
        routes.add(federation);
        return routes;
    }

    private void calm() {
        routes().forEach(Route::heal);
        if (faults) {
            routes().forEach(route -> route.audit().doubtForAWhile());
        }
        history.ignorant();
        user.unpauseSome();
        controllers.startUnlessRunning();
        journal.note("schedule", "is over");
    }

    private void converge() {
        List<String> complaints = List.of("not looked at yet");
        for (int i = 0; i < 60 && !complaints.isEmpty() && journal.violations().isEmpty(); i++) {
            after(Duration.ofSeconds(i < 20 ? 5 : 40));
            workloads.run();
            complaints = judge.complaints();
            if (complaints.isEmpty() && !controllers.isIdle()) {
                complaints = List.of("the controllers are busy");
            }
        }
        for (String complaint : complaints) {
            journal.complain("judge", complaint);
        }
    }

    private void staysQuiet() {
        // What was put off, such as another try at a foreign object, comes within minutes.
        after(Duration.ofMinutes(2));
        routes().forEach(route -> route.audit().takeCalls());
        journal.note("schedule", "ten quiet minutes begin");
        after(Duration.ofMinutes(10));
        for (Route route : routes()) {
            for (String call : route.audit().takeCalls()) {
                journal.complain("controllers", "sent to " + route.name() + " at rest: " + call);
            }
        }
    }

    private void restartsWithoutAWrite() {
        journal.note("schedule", "a restart with everything in sync");
        controllers.kill();
        routes().forEach(route -> route.audit().takeCalls());
        controllers.start();
        after(Duration.ofMinutes(2));
        for (Route route : routes()) {
            for (String call : route.audit().takeCalls()) {
                if (!call.startsWith("GET")) {
                    journal.complain("controllers", "wrote to " + route.name() + " after a restart: " + call);
                }
            }
        }
        judge.complaints().forEach(complaint -> journal.complain("judge", "after a restart: " + complaint));
    }

    private void leavesNothing() {
        controllers.stop();
        after(Duration.ofSeconds(30));
        controllers.dispose();
        after(Duration.ofSeconds(60));
        for (Route route : routes()) {
            if (route.open() > 0) {
                journal.complain("controllers", "left " + route.open() + " watches open at " + route.name());
            }
        }
        for (Server server : servers) {
            if (server.openWatches() > 0) {
                journal.complain("schedule", server.name() + " has " + server.openWatches() + " watches open");
            }
            server.stop();
        }
        if (time.waiting() > 0) {
            journal.complain("schedule", time.waiting() + " tasks are left on the timer: " + time.kinds());
        }
    }
}
