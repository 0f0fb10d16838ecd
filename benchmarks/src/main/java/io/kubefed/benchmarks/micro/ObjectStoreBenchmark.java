package io.kubefed.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.decode.EntryDecoder;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.ObjectStore;
import io.kubefed.informers.store.Projection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what do a look into a store and a change of it cost, against the map that one would take otherwise?
 *
 * <p>Distribution: 100,000 objects of fifty namespaces, asked for in an order that no cache foresees; keys are those of the entries, as
 * they are in the process.
 *
 * <p>Command: {@code benchmarks/run micro ObjectStore}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ObjectStoreBenchmark {

    /** A prime, so that a walk by it meets every object. */
    private static final int STRIDE = 611_953;

    /** How many objects there are. */
    @Param("100000")
    public int objects;

    private final ObjectStore store = new ObjectStore();
    private final Map<ObjectKey, Entry> map = new ConcurrentHashMap<>();
    private Entry[] entries = {};
    private int at;

    /** Fills both. */
    @Setup
    public void fill() {
        entries = new Entry[objects];
        KeyTable keys = new KeyTable();
        for (int i = 0; i < objects; i++) {
            entries[i] = entry(i, keys);
            store.put(entries[i]);
            map.put(entries[i].key(), entries[i]);
        }
    }

    private static Entry entry(int index, KeyTable keys) {
        String object = "{\"metadata\":{\"name\":\"shop-frontend-" + index + "\",\"namespace\":\"team-" + index % 50
                + "\",\"uid\":\"uid-" + index + "\",\"resourceVersion\":\"1\"}}";
        return EntryDecoder.decode(object.getBytes(UTF_8), Projection.metadata(""), keys);
    }

    private Entry next() {
        at = (int) ((at + (long) STRIDE) % entries.length);
        return entries[at];
    }

    /** Ours. */
    @Benchmark
    public @Nullable Entry find() {
        return store.find(next().key());
    }

    /** Ours. */
    @Benchmark
    public @Nullable Entry put() {
        return store.put(next());
    }

    /** The other map. */
    @Benchmark
    public @Nullable Entry findInMap() {
        return map.get(next().key());
    }

    /** The other map. */
    @Benchmark
    public @Nullable Entry putIntoMap() {
        Entry entry = next();
        return map.put(entry.key(), entry);
    }
}
