package io.kubefed.informers.informer;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.decode.EntryDecoder;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.reflector.Alarms;
import io.kubefed.informers.reflector.Exchange;
import io.kubefed.informers.reflector.Json;
import io.kubefed.informers.reflector.ScriptedClient;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.Projection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import reactor.core.Disposable;

/** An informer in virtual time, in front of a cluster that a test plays. */
final class InformerLab implements AutoCloseable {

    static final ResourceType CONFIG_MAPS = new ResourceType("", "v1", "configmaps", "ConfigMap", true);

    final Alarms timer = new Alarms();
    final ScriptedClient cluster = new ScriptedClient("member toy");
    final Informer informer;
    final Disposable running;

    InformerLab(Projection projection) {
        timer.pass(Duration.ofDays(1));
        informer = Informers.of(timer, new Random(7)).follow(InformerSpec.of(CONFIG_MAPS, projection), cluster);
        running = informer.run().subscribe();
    }

    static InformerLab unsynced() {
        return new InformerLab(Projection.whole());
    }

    /** Objects {@code a} and {@code b} at version 10. */
    static InformerLab synced() {
        InformerLab lab = unsynced();
        lab.stream().added("a", 3).added("b", 7).initialEnd(10);
        return lab;
    }

    Exchange stream() {
        return cluster.exchanges().get(cluster.exchanges().size() - 1);
    }

    static Entry entry(String name, long version) {
        return EntryDecoder.decode(
                Json.object(name, version).getBytes(StandardCharsets.UTF_8), Projection.whole(), new KeyTable());
    }

    static ObjectKey key(String name) {
        return new ObjectKey("web", name);
    }

    @Override
    public void close() {
        running.dispose();
        timer.dispose();
    }
}
