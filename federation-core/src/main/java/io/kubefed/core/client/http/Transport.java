package io.kubefed.core.client.http;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.client.Config;
import io.kubefed.core.client.access.ClusterAccess;
import reactor.core.scheduler.Scheduler;
import reactor.netty.resources.LoopResources;

/**
 * What the clients of all clusters share: event loops, a place for blocking work, a clock, limits.
 *
 * <p>It owns none of them; whoever made the loops and schedulers disposes them, after the clients.
 */
public final class Transport {

    private final LoopResources loops;
    private final Scheduler blocking;
    private final Scheduler timer;
    private final TransportLimits limits;

    /**
     * Opens nothing.
     *
     * @param loops the event loops
     * @param blocking where files are read and plug-ins run, for example {@code Schedulers.boundedElastic()}
     * @param timer the clock of time limits and of credentials
     * @param limits per cluster
     */
    public Transport(LoopResources loops, Scheduler blocking, Scheduler timer, TransportLimits limits) {
        this.loops = requireNonNull(loops, "loops");
        this.blocking = requireNonNull(blocking, "blocking");
        this.timer = requireNonNull(timer, "timer");
        this.limits = requireNonNull(limits, "limits");
    }

    /**
     * A client of one cluster. Nothing is read or sent before its first request.
     *
     * @param name how the cluster is called in messages, for example {@code member east-1}
     * @param access where it is, and who we are
     * @return to be disposed
     */
    public HttpClusterClient connect(String name, ClusterAccess access) {
        return new HttpClusterClient(name, access, this);
    }

    /** A client of the cluster that a fabric8 {@code Config} leads to. */
    public HttpClusterClient connect(String name, Config config) {
        return connect(name, ClusterAccess.of(config));
    }

    LoopResources loops() {
        return loops;
    }

    Scheduler blocking() {
        return blocking;
    }

    Scheduler timer() {
        return timer;
    }

    TransportLimits limits() {
        return limits;
    }
}
