package io.kubefed.simulation.network;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.simulation.world.Journal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import reactor.core.scheduler.Scheduler;

/** The way from the controllers to one cluster: what is wrong with it holds for all connections over it. */
public final class Route {

    private final ClusterClient server;
    private final Scheduler timer;
    private final Journal journal;
    private final Audit audit;
    private final RandomGenerator chance;
    private final Weather weather;
    private String past = "";
    private final Set<Pipe> pipes = new LinkedHashSet<>();

    /**
     * A way without faults.
     *
     * @param knowsWatchList whether the server seems to offer lists as initial events of a watch
     */
    public Route(
            ClusterClient server,
            Audit audit,
            Scheduler timer,
            RandomGenerator chance,
            Journal journal,
            boolean knowsWatchList) {
        this.server = server;
        this.audit = audit;
        this.timer = timer;
        this.chance = chance;
        this.journal = journal;
        this.weather = new Weather(server.name(), chance, knowsWatchList);
    }

    /** A client that uses this way. */
    public Link connect() {
        return new Link(this);
    }

    /** The cluster at its end, as messages call it. */
    public String name() {
        return server.name();
    }

    /** What arrives at its end. */
    public Audit audit() {
        return audit;
    }

    /** Streams that are open over it. */
    public int open() {
        return pipes.size();
    }

    /**
     * Begins a fault; it lasts until the next, or until {@link #heal}.
     *
     * @param missing the plural of the type that {@link Fault#MISSING_TYPE} takes away
     */
    public void strike(Fault fault, String missing) {
        journal.note("network", fault + (fault == Fault.MISSING_TYPE ? " of " + missing : "") + " at " + name());
        recant();
        weather.change(fault, missing);
        past = fault == Fault.STALE ? version() : "";
        for (Pipe pipe : List.copyOf(pipes)) {
            switch (fault) {
                case PARTITION -> pipe.cut();
                case HALF_OPEN -> pipe.stall();
                case CUT, BROKEN -> pipe.cutWithNext();
                case GONE, EMPTY_LIST, STALE -> pipe.forget();
                case MISSING_TYPE -> pipe.cutIf(missing);
                default -> {
                    // Connections that stand go on.
                }
            }
        }
    }

    /** A server whose cache was broken knows the versions no more that it gave out with its lies. */
    private void recant() {
        Set<String> lies = weather.takeLies();
        List.copyOf(pipes).forEach(pipe -> pipe.forgetIf(lies));
    }

    /** Ends the fault. */
    public void heal() {
        recant();
        journal.note("network", "fair weather at " + name());
        weather.change(null, "");
    }

    /** The server goes down and comes up again at once, as far as a client can see: every connection breaks. */
    public void breakAll() {
        new ArrayList<>(pipes).forEach(Pipe::cut);
    }

    /** The version of the cluster now. */
    private String version() {
        AtomicReference<String> version = new AtomicReference<>("");
        server.send(ApiRequest.get("/api/v1/namespaces").with("limit", "1"))
                .map(answer ->
                        answer.object().json().at("/metadata/resourceVersion").asText(""))
                .subscribe(version::set);
        return version.get();
    }

    /** A list from a cache that stands still shows what was there when it stopped. */
    ApiRequest asAnswered(ApiRequest request) {
        boolean old = weather.is(Fault.STALE)
                && !past.isEmpty()
                && !request.query().containsKey("watch")
                && !request.query().containsKey("continue");
        return old ? request.with("resourceVersion", past).with("resourceVersionMatch", "Exact") : request;
    }

    ClusterClient server() {
        return server;
    }

    Weather weather() {
        return weather;
    }

    RandomGenerator chance() {
        return chance;
    }

    void opened(Pipe pipe, ApiRequest request) {
        audit.watched(request);
        pipes.add(pipe);
    }

    void closed(Pipe pipe) {
        pipes.remove(pipe);
    }

    void after(long millis, Runnable task) {
        timer.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    void at(long nanos, Runnable task) {
        timer.schedule(task, nanos - nanos(), TimeUnit.NANOSECONDS);
    }

    long nanos() {
        return timer.now(TimeUnit.NANOSECONDS);
    }

    Scheduler timer() {
        return timer;
    }
}
