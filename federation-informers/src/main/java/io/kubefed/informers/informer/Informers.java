package io.kubefed.informers.informer;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.membership.Members;
import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.reflector.InformerRecorder;
import io.kubefed.informers.reflector.Reflector;
import io.kubefed.informers.reflector.SnapshotLimit;
import io.kubefed.informers.reflector.StoreWriter;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import reactor.core.scheduler.Scheduler;

/**
 * Makes the informers of a process, and holds what they share: keys, clock, chance, the limit on snapshots, and where measurements
 * go. Immutable.
 */
public final class Informers {

    /** Snapshots at a time where nothing else is said. */
    public static final int SNAPSHOTS_AT_A_TIME = 16;

    private final KeyTable keys;
    private final SnapshotLimit limit;
    private final Scheduler timer;
    private final RandomGenerator random;
    private final BiFunction<String, ResourceType, InformerRecorder> recorders;

    private Informers(
            KeyTable keys,
            SnapshotLimit limit,
            Scheduler timer,
            RandomGenerator random,
            BiFunction<String, ResourceType, InformerRecorder> recorders) {
        this.keys = requireNonNull(keys, "keys");
        this.limit = requireNonNull(limit, "limit");
        this.timer = requireNonNull(timer, "timer");
        this.random = requireNonNull(random, "random");
        this.recorders = requireNonNull(recorders, "recorders");
    }

    /**
     * Informers with keys of their own, sixteen snapshots at a time, and no measurements.
     *
     * @param timer clock and alarm
     * @param random jitter; thread-safe
     */
    public static Informers of(Scheduler timer, RandomGenerator random) {
        return new Informers(
                new KeyTable(),
                SnapshotLimit.of(SNAPSHOTS_AT_A_TIME, timer),
                timer,
                random,
                (cluster, type) -> InformerRecorder.NONE);
    }

    /** The same with these keys. */
    public Informers sharing(KeyTable table) {
        return new Informers(table, limit, timer, random, recorders);
    }

    /** The same with this limit on snapshots. */
    public Informers limited(SnapshotLimit snapshots) {
        return new Informers(keys, snapshots, timer, random, recorders);
    }

    /** The same with measurements; the function gets the name of a cluster's client, and a type. */
    public Informers measured(BiFunction<String, ResourceType, InformerRecorder> recordersOfClusters) {
        return new Informers(keys, limit, timer, random, recordersOfClusters);
    }

    /** An informer of one cluster that does nothing before {@link Informer#run}. */
    public Informer follow(InformerSpec spec, ClusterClient client) {
        StoreWriter writer = new StoreWriter(timer, recorders.apply(client.name(), spec.type()));
        Reflector reflector =
                new Reflector(spec.selection(), client, writer, keys, spec.settings(), limit, timer, random);
        return new Informer(spec, writer, reflector);
    }

    /** An informer of all members that does nothing before {@link FederatedInformer#run}. */
    public FederatedInformer follow(InformerSpec spec, Members members) {
        return new FederatedInformer(spec, members, this);
    }
}
