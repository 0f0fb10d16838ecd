package io.kubefed.simulation.world;

import io.kubefed.apiserver.ApiServer;
import io.kubefed.apiserver.ApiServerSettings;
import io.kubefed.core.client.ClusterClient;
import java.util.random.RandomGenerator;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** A cluster: an API server in this process, and its housekeeping. */
public final class Server {

    private final String name;
    private final ApiServer api;
    private final Disposable housekeeping;
    private final int watchesOfItsOwn;

    /** A cluster that runs. */
    public Server(String name, Scheduler timer, RandomGenerator random) {
        this.name = name;
        this.api = ApiServer.inMemory(name, ApiServerSettings.DEFAULT, timer, random);
        this.housekeeping = api.run().subscribe();
        this.watchesOfItsOwn = api.openWatches();
    }

    /** How messages call it. */
    public String name() {
        return name;
    }

    /** The way into it, without a network. */
    public ClusterClient client() {
        return api.client();
    }

    /** Watches that others have open. */
    public int openWatches() {
        return api.openWatches() - watchesOfItsOwn;
    }

    /** Ends its housekeeping. */
    public void stop() {
        housekeeping.dispose();
    }
}
