package io.kubefed.apiserver.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class EmbeddedStorageTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path temporary;

    @Test
    void goesOnWhereItWasAfterARestart() {
        long last;
        try (EmbeddedStorage store = open()) {
            put(store, "/a/x", 0, "first");
            Stored gone = put(store, "/a/gone", 0, "gone");
            put(store, "/b/y", 0, "second");
            last = store.delete("/a/gone", gone.revision()).block(TIMEOUT).revision();
        }

        try (EmbeddedStorage store = open()) {
            assertThat(store.revision().block()).isEqualTo(last).isEqualTo(1_004);
            assertThat(store.range(RangeQuery.all("/a/")).block().items()).hasToString("[/a/x@1001]");
            assertThat(store.find("/b/y").block().object())
                    .hasToString("{\"text\":\"second\",\"metadata\":{\"resourceVersion\":\"1003\"}}");
            assertThat(put(store, "/a/x", 1_001, "third").revision()).isEqualTo(1_005);
        }
    }

    @Test
    void beginsItsHistoryAnewAfterARestart() {
        try (EmbeddedStorage store = open()) {
            put(store, "/a/x", 0, "x");
            put(store, "/a/y", 0, "y");
        }

        try (EmbeddedStorage store = open()) {
            StepVerifier.create(store.watch("/a/", 1_001, Flux.never()))
                    .expectError(StorageException.Compacted.class)
                    .verify(TIMEOUT);
            StepVerifier.create(store.watch("/a/", 1_002, Flux.never()).map(Object::toString))
                    .then(() -> put(store, "/a/z", 0, "z"))
                    .expectNext("+/a/z@1003")
                    .thenCancel()
                    .verify(TIMEOUT);
        }
    }

    @Test
    void commitsWhatWaitsBeforeItCloses() {
        EmbeddedStorage store = open();
        List<Mono<Stored>> writes = IntStream.range(0, 100)
                .mapToObj(i -> store.put("/a/" + i, 0, Json.object()).cache())
                .toList();
        writes.forEach(write -> write.subscribe());

        store.close();

        assertThat(Flux.concat(writes).count().block(TIMEOUT)).isEqualTo(100);
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> put(store, "/a/late", 0, "late"))
                .withMessageContaining("closed");
        try (EmbeddedStorage again = open()) {
            assertThat(again.range(RangeQuery.all("/a/")).block().items()).hasSize(100);
        }
    }

    @Test
    void refusesADirectoryThatIsInUse() {
        try (EmbeddedStorage store = open()) {
            assertRefused("in use by process " + ProcessHandle.current().pid(), "stop that one first");
            put(store, "/a/x", 0, "x");
        }
        open().close();
    }

    @Test
    void refusesAStoreOfANewerVersion() throws SQLException {
        open().close();
        sql("PRAGMA user_version=2");

        assertRefused("written by a newer version", "format 2, this one reads 1", "run that version");
    }

    @Test
    void refusesADatabaseOfSomebodyElse() throws IOException, SQLException {
        Files.createDirectories(directory());
        sql("CREATE TABLE songs(title TEXT)");

        assertRefused("a database of another program", "directory of its own");
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        Files.createDirectories(directory());
        Files.writeString(StoreDirectory.database(directory()), "no database ".repeat(100));

        assertRefused("cannot open the store", "fcp storage restore");
    }

    @Test
    void refusesAValueWithAFlippedBitAndNamesIt() throws IOException {
        try (EmbeddedStorage store = open()) {
            put(store, "/a/sound", 0, "sound");
            put(store, "/a/damaged", 0, "a text to be damaged");
        }
        flip("a text to be damaged");

        assertRefused("the object /a/damaged at version 1002 is damaged", "fcp storage restore", "sqlite3");
    }

    @Test
    void opensOnceWhatIsDamagedIsDeletedAsTheRefusalSays() throws IOException, SQLException {
        try (EmbeddedStorage store = open()) {
            put(store, "/a/sound", 0, "sound");
            put(store, "/a/damaged", 0, "a text to be damaged");
        }
        flip("a text to be damaged");

        sql("DELETE FROM kv WHERE key = '/a/damaged'");
        sql("UPDATE meta SET objects = (SELECT count(*) FROM kv)");

        try (EmbeddedStorage store = open()) {
            assertThat(store.range(RangeQuery.all("/a/")).block().items()).hasToString("[/a/sound@1001]");
        }
    }

    @Test
    void refusesAStoreThatMissesARow() throws SQLException {
        try (EmbeddedStorage store = open()) {
            put(store, "/a/x", 0, "x");
            put(store, "/a/y", 0, "y");
        }
        sql("DELETE FROM kv WHERE key = '/a/x'");

        assertRefused("of 2 objects only 1 are there");
    }

    @Test
    void refusesAValueFromTheFuture() throws SQLException {
        try (EmbeddedStorage store = open()) {
            put(store, "/a/x", 0, "x");
        }
        sql("UPDATE meta SET revision = 1000");

        assertRefused("an object has version 1001, but the last one given was 1000");
    }

    @Test
    void leapsAfterAStopInDisorder() throws SQLException {
        try (EmbeddedStorage store = open()) {
            put(store, "/a/x", 0, "x");
        }
        sql("UPDATE meta SET running = 1");

        try (EmbeddedStorage store = open()) {
            assertThat(store.revision().block()).isEqualTo(101_001);
            StepVerifier.create(store.watch("/a/", 1_001, Flux.never()))
                    .expectError(StorageException.Compacted.class)
                    .verify(TIMEOUT);
        }
        try (EmbeddedStorage store = open()) {
            assertThat(store.revision().block()).isEqualTo(101_001);
        }
    }

    @Test
    void needsNoSharedMemoryFile() {
        open().close();
        try (EmbeddedStorage store = open()) {
            put(store, "/a/x", 0, "x");

            assertThat(directory().resolve("store.db-wal")).exists();
            assertThat(directory().resolve("store.db-shm")).doesNotExist();
        }
    }

    @Test
    void keepsItsFilesFromOthers() throws IOException {
        try (EmbeddedStorage store = open()) {
            put(store, "/a/x", 0, "x");

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                    .isEqualTo("rwx------");
            for (String file : List.of("store.db", "store.db-wal")) {
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory().resolve(file))))
                        .as(file)
                        .isEqualTo("rw-------");
            }
        }
    }

    private Path directory() {
        return temporary.resolve("store");
    }

    private EmbeddedStorage open() {
        return EmbeddedStorage.open(directory(), 1_000, 100, Schedulers.boundedElastic());
    }

    private void assertRefused(String... words) {
        assertThatExceptionOfType(UnusableStoreException.class)
                .isThrownBy(() -> open().close())
                .withMessageContainingAll(words);
    }

    private static Stored put(EmbeddedStorage store, String key, long expected, String text) {
        return store.put(key, expected, Json.object().put("text", text)).block(TIMEOUT);
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = Connections.DRIVER.open(StoreDirectory.database(directory()));
                Statement control = connection.createStatement()) {
            control.execute(statement);
        }
    }

    /** Inverts one bit of the first place in the file where a text is. */
    private void flip(String text) throws IOException {
        Path file = StoreDirectory.database(directory());
        byte[] bytes = Files.readAllBytes(file);
        String content = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = content.indexOf(text);
        assertThat(at).isPositive();
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
