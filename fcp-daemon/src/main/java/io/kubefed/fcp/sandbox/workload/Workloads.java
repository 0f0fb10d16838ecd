package io.kubefed.fcp.sandbox.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.loop.ControlLoop;
import io.kubefed.core.loop.Outcome;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.informer.Informer;
import io.kubefed.informers.informer.InformerSpec;
import io.kubefed.informers.informer.Informers;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.Projection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Plays the controllers and nodes of a cluster, as far as the status of workloads shows them: what was created or changed is seen at
 * once, and everything asked for is ready a moment later. There are no pods.
 */
public final class Workloads {

    private static final Duration STARTING = Duration.ofMillis(500);
    private static final String MANAGER = "sandbox";

    private final ClusterClient cluster;
    private final Scheduler timer;
    private final RandomGenerator random;

    private Workloads(ClusterClient cluster, Scheduler timer, RandomGenerator random) {
        this.cluster = cluster;
        this.timer = timer;
        this.random = random;
    }

    /**
     * Plays in one cluster.
     *
     * @return completes never; cancelling stops it
     */
    public static Mono<Void> in(ClusterClient cluster, Scheduler timer, RandomGenerator random) {
        Workloads workloads = new Workloads(cluster, timer, random);
        return Flux.fromArray(WorkloadKind.values())
                .flatMap(workloads::play, WorkloadKind.values().length)
                .then();
    }

    private Mono<Void> play(WorkloadKind kind) {
        Informer informer =
                Informers.of(timer, random).follow(InformerSpec.of(kind.type(), Projection.whole()), cluster);
        WorkQueue<ObjectKey> queue = WorkQueue.<ObjectKey>builder(timer, random).build();
        return informer.run()
                .and(ControlLoop.of(queue, key -> advance(kind, informer, key))
                        .on(informer.keys(), Priority.NORMAL)
                        .run());
    }

    private Mono<Outcome> advance(WorkloadKind kind, Informer informer, ObjectKey key) {
        @Nullable Entry entry = informer.store().find(key);
        byte @Nullable [] body = entry == null ? null : entry.body();
        if (body == null) {
            return Mono.just(Outcome.SETTLED);
        }
        KubeObject object = KubeObject.parse(body);
        ObjectNode next = kind.next(object, Instant.ofEpochMilli(timer.now(TimeUnit.MILLISECONDS)));
        if (next.equals(object.json().path("status"))) {
            return Mono.just(Outcome.SETTLED);
        }
        object.json()
                .put("apiVersion", kind.type().apiVersion())
                .put("kind", kind.type().kind());
        object.json().set("status", next);
        // With the version that was read: a change in between is a conflict, and tried again from what is there then.
        return cluster.send(ApiRequest.of(
                                ApiRequest.Method.PUT,
                                kind.type().objectPath(key, "status"),
                                ApiRequest.JSON,
                                object.toBytes())
                        .with("fieldManager", MANAGER))
                .thenReturn(new Outcome.RequeueAfter(STARTING));
    }
}
