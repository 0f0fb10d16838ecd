package io.kubefed.informers.informer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.loop.ControlLoop;
import io.kubefed.core.loop.Outcome;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.reflector.ScriptedClient;
import io.kubefed.informers.reflector.ToyServer;
import io.kubefed.informers.store.Projection;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A controller of one's own, whole: it keeps a table of what each ConfigMap says. */
class ControllerTest {

    private final Map<String, String> table = new TreeMap<>();

    private Mono<Void> controller(ClusterClient client, Scheduler timer, Random random) {
        ResourceType type = new ResourceType("", "v1", "configmaps", "ConfigMap", true);
        Informer informer = Informers.of(timer, random).follow(InformerSpec.of(type, Projection.whole()), client);
        TypedInformer<ConfigMap> maps = informer.as(ConfigMap.class);
        WorkQueue<ObjectKey> queue = WorkQueue.<ObjectKey>builder(timer, random).build();
        ControlLoop<ObjectKey> loop =
                ControlLoop.of(queue, key -> reconcile(key, maps)).on(informer.keys(), Priority.NORMAL);
        return informer.run().and(loop.run());
    }

    private Mono<Outcome> reconcile(ObjectKey key, TypedInformer<ConfigMap> maps) {
        return Mono.fromSupplier(() -> {
            maps.find(key)
                    .ifPresentOrElse(
                            map -> table.put(key.name(), map.getData().get("v")), () -> table.remove(key.name()));
            return Outcome.SETTLED;
        });
    }

    @Test
    void doesItsWorkThroughLossesOfTheConnection() {
        Random random = new Random(7);
        VirtualTimeScheduler timer = VirtualTimeScheduler.create();
        ToyServer server = new ToyServer(random);
        ScriptedClient client = new ScriptedClient("member toy").answering(server);
        server.put("a");
        Disposable running = controller(client, timer, random).subscribe();
        timer.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(table).containsOnlyKeys("a");

        server.cutWatches();
        long b = server.put("b");
        server.delete("a");
        server.compact();
        timer.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(table).isEqualTo(Map.of("b", "é" + b));
        running.dispose();
        assertThat(client.open()).isZero();
    }
}
