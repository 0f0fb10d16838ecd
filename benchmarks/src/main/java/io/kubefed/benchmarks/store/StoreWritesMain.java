package io.kubefed.benchmarks.store;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.apiserver.storage.embedded.EmbeddedStorage;
import io.kubefed.apiserver.storage.etcd.EtcdSettings;
import io.kubefed.apiserver.storage.etcd.EtcdStorage;
import io.kubefed.benchmarks.process.Arguments;
import io.kubefed.benchmarks.process.Resources;
import io.kubefed.benchmarks.process.Samples;
import io.kubefed.benchmarks.process.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Question: how many durable writes a second does the embedded store, or one on an etcd, take from many writers that wait for each of theirs, against one
 * writer, who pays for a sync of the disk with each; and how much heap does an object take afterwards?
 *
 * <p>Distribution: 10,000 objects of 3 KB, all different, overwritten at random; 32 writers and one in turn. CPU is that of the whole
 * process, compiler and collector included. The heap is that after garbage collection, history of 10,000 writes included.
 *
 * <p>Command: {@code benchmarks/run store-writes [--rounds=3] [--objects=10000] [--writes=50000] [--directory=/a/disk |
 * --etcd=http://127.0.0.1:2379]}
 */
public final class StoreWritesMain {

    private static final int MANY = 32;
    private static final int VALUE_BYTES = 3_000;
    private static final int HISTORY = 10_000;
    private static final int DIFFERENT_DATA = 997;

    private final Storage store;
    private final int objects;
    private final Random random = new Random(1);
    private final ObjectNode[] data = data(random);

    private record Round(double perSecond, double cpuMicros) {}

    private StoreWritesMain(Storage store, int objects) {
        this.store = store;
        this.objects = objects;
    }

    /** Runs. */
    public static void main(String[] args) {
        Arguments arguments = Arguments.of(args);
        Scheduler answers = Schedulers.newSingle("answers", true);
        long empty = Resources.retainedBytes();
        try {
            String etcd = arguments.text("etcd", "");
            if (etcd.isEmpty()) {
                onDirectory(arguments, answers, empty);
            } else {
                onEtcd(URI.create(etcd), arguments, answers, empty);
            }
        } finally {
            answers.dispose();
        }
    }

    private static void onDirectory(Arguments arguments, Scheduler answers, long empty) {
        Path directory = temporary(Path.of(arguments.text("directory", System.getProperty("java.io.tmpdir"))));
        try (EmbeddedStorage store = EmbeddedStorage.open(directory, 1_000, HISTORY, answers)) {
            run(store, arguments, empty);
        } finally {
            delete(directory);
        }
    }

    private static void onEtcd(URI etcd, Arguments arguments, Scheduler answers, long empty) {
        EtcdSettings settings = new EtcdSettings(
                List.of(etcd),
                "/store-writes-" + ProcessHandle.current().pid(),
                null,
                null,
                null,
                HISTORY,
                EtcdSettings.COMPACTION);
        try (EtcdStorage store =
                requireNonNull(EtcdStorage.open(settings, answers).block())) {
            run(store, arguments, empty);
        }
    }

    private static void run(Storage store, Arguments arguments, long empty) {
        new StoreWritesMain(store, arguments.number("objects", 10_000))
                .run(arguments.number("rounds", 3), arguments.number("writes", 50_000), empty);
    }

    private void run(int rounds, int writes, long empty) {
        Round creates = measured(MANY, objects, true);
        Terminal.print("Durable writes of %d bytes to %d objects", VALUE_BYTES, objects);
        Terminal.print(
                "  creates, %d writers, JVM cold: %.0f/s, CPU %.0f us", MANY, creates.perSecond(), creates.cpuMicros());
        List<Round> many = new ArrayList<>();
        List<Round> one = new ArrayList<>();
        measured(MANY, writes, false);
        for (int i = 0; i < rounds; i++) {
            many.add(measured(MANY, writes, false));
            one.add(measured(1, writes / 8, false));
        }
        report(MANY + " writers", many);
        report("1 writer", one);
        Samples ratio = samples(many, Round::perSecond).over(samples(one, Round::perSecond));
        Terminal.print("  %d writers / 1 writer: %s", MANY, ratio.text("%.1f"));
        Terminal.print("  heap per object, history included: %d bytes", (Resources.retainedBytes() - empty) / objects);
    }

    private static void report(String title, List<Round> rounds) {
        Terminal.print(
                "  %-11s per second %s, CPU per write, us %s",
                title,
                samples(rounds, Round::perSecond).text("%.0f"),
                samples(rounds, Round::cpuMicros).text("%.0f"));
    }

    private static Samples samples(List<Round> rounds, ToDoubleFunction<Round> measure) {
        return new Samples(rounds.stream().mapToDouble(measure).toArray());
    }

    private Round measured(int writers, int writes, boolean creates) {
        int[] numbers = creates
                ? IntStream.range(0, writes).toArray()
                : random.ints(writes, 0, objects).toArray();
        long cpu = Resources.cpuNanos();
        long begin = System.nanoTime();
        // Each key belongs to one writer, so that no write meets another.
        Flux.range(0, writers)
                .flatMap(
                        writer -> Flux.range(0, writes)
                                .filter(i -> numbers[i] % writers == writer)
                                .concatMap(i -> write(numbers[i], data[i % data.length])),
                        writers)
                .blockLast();
        double seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
        return new Round(writes / seconds, (Resources.cpuNanos() - cpu) / 1_000.0 / writes);
    }

    private Mono<Stored> write(int number, ObjectNode with) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("kind", "ConfigMap").put("apiVersion", "v1");
        content.putObject("metadata").put("name", "object-" + number).put("namespace", "default");
        content.set("data", with);
        String key = "/configmaps/default/object-" + number;
        return store.find(key)
                .map(Stored::revision)
                .defaultIfEmpty(0L)
                .flatMap(revision -> store.put(key, revision, content));
    }

    private static ObjectNode[] data(Random random) {
        ObjectNode[] data = new ObjectNode[DIFFERENT_DATA];
        for (int i = 0; i < data.length; i++) {
            data[i] = JsonNodeFactory.instance.objectNode();
            for (int length = 0; length < VALUE_BYTES; length += 49) {
                data[i].put(
                        "key-" + random.nextInt(100_000),
                        Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()));
            }
        }
        return data;
    }

    private static Path temporary(Path parent) {
        try {
            return Files.createTempDirectory(parent, "store-writes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
