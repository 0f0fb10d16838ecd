package io.kubefed.apiserver.storage.embedded;

import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.storage.Stored;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Writes with 32 threads until it is killed, and says of each write that it was acknowledged: one line, one system call. */
final class KilledWriters {

    /** A line of ours, whole; others come from a log. */
    static final Pattern LINE = Pattern.compile("([=+-]) (\\S+) (\\d+)\\.");

    private static final int WRITERS = 32;
    private static final int KEYS = 500;

    /** What is written. */
    enum Mix {
        /** A few hundred keys, written over and, some of them, removed. */
        OVERWRITES,
        /** Each write makes a new key. */
        CREATES
    }

    private KilledWriters() {}

    public static void main(String[] arguments) {
        EmbeddedStorage store =
                EmbeddedStorage.open(Path.of(arguments[0]), 1_000, 10_000, Schedulers.newSingle("answers", true));
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        say(out, "= begun " + store.revision().block() + ".\n");
        AtomicLong created = new AtomicLong();
        Mix mix = Mix.valueOf(arguments[1]);
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            new Thread(() -> write(store, out, mix, writer, created)).start();
        }
    }

    private static void write(EmbeddedStorage store, FileOutputStream out, Mix mix, int writer, AtomicLong created) {
        Random random = new Random();
        while (true) {
            // Each writer has keys of its own, so that its writes are never refused.
            String key = mix == Mix.CREATES
                    ? "/a/" + created.getAndIncrement()
                    : "/a/" + (writer + WRITERS * random.nextInt(KEYS / WRITERS));
            Stored present = store.find(key).block();
            boolean removal = present != null && removes(key) && random.nextInt(3) == 0;
            Mono<Stored> written = removal
                    ? store.delete(key, present.revision())
                    : store.put(
                            key,
                            present == null ? 0 : present.revision(),
                            Json.object().put("text", "x".repeat(600 + random.nextInt(6_000))));
            say(out, (removal ? "- " : "+ ") + key + " " + written.block().revision() + ".\n");
        }
    }

    /** Whether a key is one that is removed at times. */
    static boolean removes(String key) {
        return key.hashCode() % 5 == 0;
    }

    private static void say(FileOutputStream out, String line) {
        try {
            out.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
