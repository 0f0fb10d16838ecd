package io.kubefed.examples;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.loop.ControlLoop;
import io.kubefed.core.loop.Outcome;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.informer.Informer;
import io.kubefed.informers.informer.InformerSpec;
import io.kubefed.informers.informer.Informers;
import io.kubefed.informers.informer.TypedInformer;
import io.kubefed.informers.store.Projection;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A controller of one's own, whole: every ConfigMap shows in a label how many keys it has. */
public final class LabelController {

    private static final ResourceType CONFIG_MAPS = new ResourceType("", "v1", "configmaps", "ConfigMap", true);

    private LabelController() {}

    /**
     * The controller over one cluster.
     *
     * @return completes never; cancelling stops it
     */
    public static Mono<Void> over(ClusterClient client, Scheduler timer, RandomGenerator random) {
        InformerSpec everything = InformerSpec.of(CONFIG_MAPS, Projection.whole());
        Informer informer = Informers.of(timer, random).follow(everything, client);
        TypedInformer<ConfigMap> maps = informer.as(ConfigMap.class);
        WorkQueue<ObjectKey> queue = WorkQueue.<ObjectKey>builder(timer, random).build();
        return informer.run()
                .and(ControlLoop.of(queue, key -> label(client, maps, key))
                        .on(informer.keys(), Priority.NORMAL)
                        .run());
    }

    private static Mono<Outcome> label(ClusterClient client, TypedInformer<ConfigMap> maps, ObjectKey key) {
        return Mono.justOrEmpty(maps.find(key))
                .filter(map -> !keys(map)
                        .equals(String.valueOf(map.getMetadata().getLabels().get("keys"))))
                .flatMap(map -> client.mergePatch(
                        CONFIG_MAPS,
                        key,
                        "",
                        "{\"metadata\":{\"labels\":{\"keys\":\"" + keys(map) + "\"}}}",
                        "example"))
                .thenReturn(Outcome.SETTLED);
    }

    private static String keys(ConfigMap map) {
        return String.valueOf(map.getData().size());
    }
}
