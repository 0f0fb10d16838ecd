package io.kubefed.apiserver.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.StorageException.Unavailable;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.apiserver.storage.embedded.FaultyConnections.Commit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class FailingDiskTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final FaultyConnections disk = new FaultyConnections();
    private EmbeddedStorage store;

    @BeforeEach
    void open() {
        store = Opened.store(directory, disk, 1_000, 1_000, Schedulers.boundedElastic());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void forgetsABatchThatWasNotCommitted() {
        put("/a/x", 0);
        disk.commit = Commit.FAILS_BEFORE;

        assertUnavailable("nothing was changed");
        disk.commit = Commit.WORKS;

        assertThat(keys()).containsExactly("/a/x@1001");
        assertThat(put("/a/y", 0).revision()).isEqualTo(1_002);
        assertTheSameAfterARestart();
    }

    @Test
    void keepsABatchWhoseCommitFailedAfterItWasWritten() {
        disk.commit = Commit.FAILS_AFTER;
        Stored written = put("/a/x", 0);
        disk.commit = Commit.WORKS;

        assertThat(keys()).containsExactly(written.toString());
        assertThat(put("/a/y", 0).revision()).isEqualTo(1_002);
        assertTheSameAfterARestart();
    }

    @Test
    void leavesTheOutcomeOpenUntilItCanBeRead() {
        disk.commit = Commit.FAILS_AFTER;
        disk.refusesToOpen = true;
        assertUnavailable("it is not known whether it did");
        assertThat(keys()).isEmpty();
        assertUnavailable("cannot be written to");

        disk.commit = Commit.WORKS;
        disk.refusesToOpen = false;
        StepVerifier.create(store.watch("/a/", 1_000, Flux.never()).map(Object::toString))
                .then(() -> put("/a/y", 0))
                .expectNext("+/a/z@1001", "+/a/y@1002")
                .thenCancel()
                .verify(TIMEOUT);

        assertTheSameAfterARestart();
    }

    @Test
    void forgetsAnOpenOutcomeThatTurnsOutToBeNothing() {
        disk.commit = Commit.FAILS_BEFORE;
        disk.refusesToOpen = true;
        assertUnavailable("it is not known whether it did");

        disk.commit = Commit.WORKS;
        disk.refusesToOpen = false;

        assertThat(put("/a/y", 0).revision()).isEqualTo(1_001);
        assertThat(keys()).containsExactly("/a/y@1001");
        assertTheSameAfterARestart();
    }

    @Test
    void saysThatTheDiskIsFullKeepsReadingAndGoesOnOnceThereIsRoom() {
        disk.maxPages = 64;
        store.close();
        open();
        int written = 0;
        String refusal = "";
        while (refusal.isEmpty() && written < 1_000) {
            try {
                putMuch("/a/" + written);
                written++;
            } catch (Unavailable e) {
                refusal = e.getMessage();
            }
        }

        assertThat(refusal).contains("SQLITE_FULL", "nothing was changed", directory.toString());
        assertThat(keys()).hasSize(written);
        // The limit is one of the connection: it goes with the next one, after the next failure.
        disk.maxPages = 0;
        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> putMuch("/a/full"));
        assertThat(putMuch("/a/room").revision()).isEqualTo(1_001L + written);
        assertTheSameAfterARestart();
    }

    private Stored putMuch(String key) {
        return store.put(key, 0, Json.object().put("text", "x".repeat(3_000))).block(TIMEOUT);
    }

    private void assertTheSameAfterARestart() {
        List<String> before = keys();
        long revision = store.revision().block();
        store.close();
        open();
        assertThat(keys()).isEqualTo(before);
        assertThat(store.revision().block()).isEqualTo(revision);
    }

    private List<String> keys() {
        return store.range(RangeQuery.all("/a/")).block().items().stream()
                .map(Stored::toString)
                .toList();
    }

    private Stored put(String key, long expected) {
        return store.put(key, expected, Json.object()).block(TIMEOUT);
    }

    private void assertUnavailable(String words) {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> put("/a/z", 0))
                .withMessageContaining(words);
    }
}
