package io.kubefed.apiserver.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.apiserver.storage.embedded.StoppedStore.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

class StoppedStoreTest {

    @TempDir
    private Path temporary;

    private Path directory;
    private Path backup;

    @BeforeEach
    void store() {
        directory = temporary.resolve("it's a store");
        backup = temporary.resolve("backup.db");
        try (EmbeddedStorage store = open(directory)) {
            for (int i = 0; i < 100; i++) {
                store.put("/a/" + i, 0, Json.object().put("text", "value " + i)).block();
            }
            store.delete("/a/99", 1_100).block();
        }
    }

    @Test
    void restoresWhatItBackedUpWithVersionsThatNobodySaw() throws IOException {
        assertThat(StoppedStore.backup(directory, backup)).isEqualTo(new Summary(99, 1_101, List.of()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        Path restored = temporary.resolve("restored");

        Summary summary = StoppedStore.restore(backup, restored);

        assertThat(summary).isEqualTo(new Summary(99, 1_000_001_101, List.of()));
        try (EmbeddedStorage store = open(restored);
                EmbeddedStorage original = open(directory)) {
            assertThat(texts(store)).isEqualTo(texts(original)).hasSize(99);
            assertThat(store.put("/a/new", 0, Json.object()).block().revision()).isEqualTo(1_000_001_102);
        }
        assertThat(StoppedStore.check(restored).faults()).isEmpty();
    }

    @Test
    void findsNothingWrongWithASoundStore() {
        assertThat(StoppedStore.check(directory)).isEqualTo(new Summary(99, 1_101, List.of()));
        StoppedStore.backup(directory, backup);
        assertThat(StoppedStore.check(backup)).isEqualTo(new Summary(99, 1_101, List.of()));
    }

    @Test
    void leavesABackupAsItIsWhenItChecksIt() throws IOException {
        StoppedStore.backup(directory, backup);
        byte[] before = Files.readAllBytes(backup);

        StoppedStore.check(backup);

        assertThat(Files.readAllBytes(backup)).isEqualTo(before);
        try (var files = Files.list(temporary)) {
            assertThat(files).containsExactlyInAnyOrder(directory, backup);
        }
    }

    @Test
    void namesEveryObjectThatIsDamagedOrNoJson() throws SQLException {
        write("/a/1", 1_002, "{\"text\":\"other\",\"metadata\":{}}", 1);
        byte[] noJson = "{\"metadata\":{},oops}".getBytes(StandardCharsets.UTF_8);
        write("/a/2", 1_003, "{\"metadata\":{},oops}", Checksum.of("/a/2", 1_003, noJson));
        byte[] tail = "{\"metadata\":{\"labels\":{oops".getBytes(StandardCharsets.UTF_8);
        write("/a/3", 1_004, "{\"metadata\":{\"labels\":{oops", Checksum.of("/a/3", 1_004, tail));

        List<String> faults = StoppedStore.check(directory).faults();

        assertThat(faults).hasSize(3);
        assertThat(faults.get(0)).contains("/a/1", "version 1002", "checksum");
        assertThat(faults.subList(1, 3))
                .anyMatch(fault -> fault.contains("/a/2 at version 1003 is no JSON object"))
                .anyMatch(fault -> fault.contains("/a/3 at version 1004 is no JSON object"));
    }

    @Test
    void backsUpAndRestoresNothingThatIsDamaged() throws SQLException {
        StoppedStore.backup(directory, backup);
        write("/a/1", 1_002, "{\"text\":\"other\",\"metadata\":{}}", 1);
        Path second = temporary.resolve("second.db");

        assertRefused(() -> StoppedStore.backup(directory, second), "is damaged", "/a/1");
        assertThat(second).doesNotExist();

        write(backup, "/a/7", 1_008, "{\"text\":\"other\",\"metadata\":{}}", 1);
        assertRefused(() -> StoppedStore.restore(backup, temporary.resolve("restored")), "is damaged", "/a/7");
        assertThat(temporary.resolve("restored")).doesNotExist();
    }

    @Test
    void refusesWhatWouldOverwriteOrIsInUseOrIsNotThere() throws IOException {
        StoppedStore.backup(directory, backup);

        assertRefused(() -> StoppedStore.backup(directory, backup), "is there already");
        assertRefused(() -> StoppedStore.restore(backup, directory), "is not empty");
        assertRefused(() -> StoppedStore.check(temporary.resolve("none")), "there is no file");
        assertRefused(() -> StoppedStore.backup(temporary, temporary.resolve("none")), "there is no store in");
        try (EmbeddedStorage store = open(directory)) {
            assertThat(store.openWatches()).isZero();
            assertRefused(() -> StoppedStore.backup(directory, temporary.resolve("other")), "is in use");
            assertRefused(() -> StoppedStore.check(directory), "is in use");
        }
        Path text = Files.writeString(temporary.resolve("text"), "no database ".repeat(100));
        assertRefused(() -> StoppedStore.restore(text, temporary.resolve("restored")), "cannot restore", "text");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... words) {
        assertThatExceptionOfType(UnusableStoreException.class).isThrownBy(call).withMessageContainingAll(words);
    }

    private static EmbeddedStorage open(Path directory) {
        return EmbeddedStorage.open(directory, 1_000, 100, Schedulers.boundedElastic());
    }

    private static List<String> texts(EmbeddedStorage store) {
        return store.range(RangeQuery.all("/a/")).block().items().stream()
                .map(Stored::object)
                .map(Object::toString)
                .toList();
    }

    private void write(String key, long revision, String value, long checksum) throws SQLException {
        write(StoreDirectory.database(directory), key, revision, value, checksum);
    }

    private static void write(Path file, String key, long revision, String value, long checksum) throws SQLException {
        try (Connection connection = Connections.DRIVER.open(file);
                PreparedStatement update =
                        connection.prepareStatement("UPDATE kv SET rev = ?, crc = ?, value = ? WHERE key = ?")) {
            update.setLong(1, revision);
            update.setLong(2, checksum);
            update.setBytes(3, value.getBytes(StandardCharsets.UTF_8));
            update.setString(4, key);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
