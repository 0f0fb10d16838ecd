package io.kubefed.apiserver.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Stored;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/**
 * Kills a process under 32 writers, again and again: half of the times in one store that grows old that way, half in new ones.
 * {@code -Dkubefed.kills=300} kills more often.
 */
class KilledStoreTest {

    private static final int KILLS = Integer.getInteger("kubefed.kills", 20) / 2;

    @TempDir
    private Path temporary;

    private final Random random = new Random(4);

    /** What a process said before it died. */
    private record Testimony(long begun, List<Acknowledged> acknowledged) {}

    private record Acknowledged(String key, long revision, boolean removal) {}

    @Test
    void losesNothingThatWasAcknowledged() throws Exception {
        Path directory = temporary.resolve("store");
        long writes = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Testimony testimony = killed(directory, KilledWriters.Mix.OVERWRITES);
            writes += testimony.acknowledged().size();
            try (EmbeddedStorage store = open(directory)) {
                assertNothingLost(store, testimony, "kill " + kill);
            }
        }
        assertThat(writes).as("writes before the kills").isGreaterThan(KILLS * 10L);
    }

    @Test
    void keepsBatchesWholeOrNotAtAll() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            Path directory = temporary.resolve("store-" + kill);
            Testimony testimony = killed(directory, KilledWriters.Mix.CREATES);
            try (EmbeddedStorage store = open(directory)) {
                assertNothingLost(store, testimony, "kill " + kill);
                assertNoGap(store, testimony.begun());
            }
        }
    }

    private static EmbeddedStorage open(Path directory) {
        return EmbeddedStorage.open(directory, 1_000, 100, Schedulers.boundedElastic());
    }

    private static void assertNothingLost(EmbeddedStorage store, Testimony testimony, String when) {
        Map<String, Acknowledged> newest = new HashMap<>();
        for (Acknowledged write : testimony.acknowledged()) {
            newest.merge(write.key(), write, (one, other) -> one.revision() > other.revision() ? one : other);
        }
        long revision = store.revision().block();
        newest.forEach((key, write) -> {
            Stored stored = store.find(key).block();
            // A later write may be in without having been acknowledged.
            boolean kept = stored == null
                    ? write.removal() || KilledWriters.removes(key)
                    : stored.revision() > write.revision()
                            || (stored.revision() == write.revision() && !write.removal());
            assertThat(kept).as("%s: %s is %s", when, write, stored).isTrue();
            assertThat(revision).isGreaterThanOrEqualTo(write.revision());
            if (stored != null) {
                assertThat(stored.content().path("text").asText()).hasSizeGreaterThan(500);
            }
        });
    }

    /** Every write made a key of its own: a batch that is in by half would leave a gap between the revisions. */
    private static void assertNoGap(EmbeddedStorage store, long begun) {
        List<Long> revisions = store.range(RangeQuery.all("/a/")).block().items().stream()
                .map(Stored::revision)
                .sorted()
                .toList();
        for (int i = 0; i < revisions.size(); i++) {
            assertThat(revisions.get(i)).isEqualTo(begun + 1 + i);
        }
    }

    private Testimony killed(Path directory, KilledWriters.Mix mix) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.io.tmpdir=" + temporary,
                        KilledWriters.class.getName(),
                        directory.toString(),
                        mix.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            long begun = 0;
            int acknowledgements = 1 + random.nextInt(600);
            List<Acknowledged> acknowledged = new ArrayList<>();
            // All that was said before the death counts, not only what was read before the kill.
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher said = KilledWriters.LINE.matcher(line);
                if (!said.matches()) {
                    continue;
                }
                long revision = Long.parseLong(said.group(3));
                if (said.group(1).equals("=")) {
                    begun = revision;
                } else {
                    acknowledged.add(new Acknowledged(
                            said.group(2), revision, said.group(1).equals("-")));
                }
                if (acknowledged.size() == acknowledgements) {
                    // Not through the process, which would close the pipe before all of it was read.
                    process.toHandle().destroyForcibly();
                }
            }
            return new Testimony(begun, acknowledged);
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("killed, not ended").isEqualTo(137);
        }
    }
}
