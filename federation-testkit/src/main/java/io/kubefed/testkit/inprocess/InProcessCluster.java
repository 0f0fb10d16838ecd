package io.kubefed.testkit.inprocess;

import io.kubefed.apiserver.ApiServer;
import io.kubefed.apiserver.ApiServerSettings;
import io.kubefed.core.client.ClusterClient;
import java.util.random.RandomGenerator;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** One cluster: an API server with its housekeeping. Nothing runs Pods or collects garbage. */
public final class InProcessCluster implements AutoCloseable {

    private final String name;
    private final ApiServer server;
    private final Disposable housekeeping;

    private InProcessCluster(String name, ApiServer server) {
        this.name = name;
        this.server = server;
        this.housekeeping = server.run().subscribe();
    }

    /**
     * Starts a cluster.
     *
     * @param name how messages call it
     * @param timer its clock
     * @param seed decides its uids and generated names
     */
    public static InProcessCluster start(String name, Scheduler timer, long seed) {
        RandomGenerator random = new java.util.SplittableRandom(seed);
        return new InProcessCluster(name, ApiServer.inMemory(name, ApiServerSettings.DEFAULT, timer, random));
    }

    /** How messages call it. */
    public String name() {
        return name;
    }

    /** Its API. */
    public ClusterClient client() {
        return server.client();
    }

    /** The server itself, for example to put it on a socket. */
    public ApiServer server() {
        return server;
    }

    /** Stops its housekeeping. */
    @Override
    public void close() {
        housekeeping.dispose();
    }
}
