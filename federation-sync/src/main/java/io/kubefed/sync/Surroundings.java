package io.kubefed.sync;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.loop.LoopRecorder;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.informer.Informers;
import io.kubefed.sync.adapter.Adapters;
import io.kubefed.sync.ownership.FederationIdentity;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import reactor.core.scheduler.Scheduler;

/**
 * What the engine is given: network, time and chance come from here and from nowhere else.
 *
 * @param federationApi the federation API
 * @param federation which federation this is
 * @param adapters the rules per type
 * @param options what the operator chose
 * @param informers makes the informers
 * @param keys the keys that those informers share
 * @param queues where the measurements of a queue go, by its name: {@code template}, {@code record}, {@code status}, {@code capacity}, or that of a
 *     member
 * @param timer clock, alarm and worker
 * @param random jitter; used by one thread at a time if the timer has one thread
 */
public record Surroundings(
        ClusterClient federationApi,
        FederationIdentity federation,
        Adapters adapters,
        SyncOptions options,
        Informers informers,
        KeyTable keys,
        Function<String, LoopRecorder> queues,
        Scheduler timer,
        RandomGenerator random) {

    /** Checks that nothing is null. */
    public Surroundings {
        requireNonNull(federationApi, "federationApi");
        requireNonNull(federation, "federation");
        requireNonNull(adapters, "adapters");
        requireNonNull(options, "options");
        requireNonNull(informers, "informers");
        requireNonNull(keys, "keys");
        requireNonNull(queues, "queues");
        requireNonNull(timer, "timer");
        requireNonNull(random, "random");
    }

    Instant now() {
        return Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS));
    }

    /** Surroundings that share no informers and measure nothing. */
    public static Surroundings unmeasured(
            ClusterClient federationApi,
            FederationIdentity federation,
            Adapters adapters,
            SyncOptions options,
            Scheduler timer,
            RandomGenerator random) {
        KeyTable keys = new KeyTable();
        Informers informers = Informers.of(timer, random).sharing(keys);
        return new Surroundings(
                federationApi,
                federation,
                adapters,
                options,
                informers,
                keys,
                name -> LoopRecorder.NONE,
                timer,
                random);
    }
}
