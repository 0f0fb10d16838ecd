package io.kubefed.informers.reflector;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.decode.EntryDecoder;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.Projection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import reactor.core.Disposable;

/** A reflector in virtual time, in front of a cluster that a test plays. */
final class Lab implements AutoCloseable {

    static final ResourceType CONFIG_MAPS = new ResourceType("", "v1", "configmaps", "ConfigMap", true);

    /** Longer than any wait after a single failure. */
    static final Duration A_WHILE = Duration.ofSeconds(31);

    final Alarms timer = new Alarms();
    final ScriptedClient cluster = new ScriptedClient("member toy");
    final KeyTable keys = new KeyTable();
    final StoreWriter writer = new StoreWriter(timer, InformerRecorder.NONE);
    final List<String> changes = new ArrayList<>();
    final List<InformerState> states = new ArrayList<>();
    final Disposable running;
    Throwable ended;

    Lab() {
        this(ReflectorSettings.STANDARD);
    }

    Lab(ReflectorSettings settings) {
        this(settings, Selection.of(CONFIG_MAPS, Projection.metadata("fcp:test")));
    }

    Lab(ReflectorSettings settings, Selection selection) {
        // Time zero would be the same as never.
        timer.pass(Duration.ofDays(1));
        writer.onChange(key -> changes.add(key.name()));
        writer.onState(states::add);
        Reflector reflector = new Reflector(
                selection, cluster, writer, keys, settings, SnapshotLimit.of(1, timer), timer, new Random(7));
        running = reflector
                .run()
                .subscribe(
                        ignored -> {},
                        error -> ended = error,
                        () -> ended = new AssertionError("the reflector completed"));
    }

    /** A reflector that has synced objects {@code a} and {@code b} at version 10 and follows on. */
    static Lab following() {
        Lab lab = new Lab();
        lab.cluster.next().added("a", 3).added("b", 7).initialEnd(10);
        lab.changes.clear();
        return lab;
    }

    /** Objects in the store: name to version. */
    Map<String, String> stored() {
        Map<String, String> stored = new TreeMap<>();
        writer.store().forEach(entry -> stored.put(entry.key().name(), entry.resourceVersion()));
        return stored;
    }

    InformerState state() {
        return writer.state();
    }

    Entry entry(String name, long version) {
        return EntryDecoder.decode(
                Json.object(name, version).getBytes(StandardCharsets.UTF_8), Projection.metadata("fcp:test"), keys);
    }

    static ObjectKey key(String name) {
        return new ObjectKey("web", name);
    }

    void pass(Duration time) {
        timer.pass(time);
    }

    /** The request that follows within a while. */
    Exchange nextAfterAWhile() {
        for (int i = 0; i < A_WHILE.toSeconds() && !cluster.hasNext(); i++) {
            pass(Duration.ofSeconds(1));
        }
        return cluster.next();
    }

    @Override
    public void close() {
        running.dispose();
        timer.dispose();
        if (ended != null) {
            throw new AssertionError("the reflector ended", ended);
        }
    }
}
