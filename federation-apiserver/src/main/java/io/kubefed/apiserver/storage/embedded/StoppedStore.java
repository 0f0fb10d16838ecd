package io.kubefed.apiserver.storage.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What can be done to a store that nobody runs on: back it up, restore it, check it. Blocks until it is done. */
public final class StoppedStore {

    /** How far versions leap: more than anybody can have written since the backup was made. */
    private static final long LEAP = 1_000_000_000;

    private StoppedStore() {}

    /**
     * What a store or a backup holds.
     *
     * @param objects how many
     * @param revision the highest version that was given
     * @param faults what is wrong, a sentence each; empty if all is sound
     */
    public record Summary(long objects, long revision, List<String> faults) {

        /** Copies the list. */
        public Summary {
            faults = List.copyOf(faults);
        }
    }

    /**
     * Copies the store of a directory into one file, an ordinary SQLite database.
     *
     * @param file must not be there; it is once all of it is on the disk
     * @throws UnusableStoreException if the store is in use or damaged, or the file cannot be written
     */
    public static Summary backup(Path directory, Path file) {
        if (Files.exists(file)) {
            throw new UnusableStoreException(file + " is there already; name another file");
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        return in(directory, "back up the store " + directory, database -> {
            Summary summary = sound(Contents.read(database), directory.toString());
            Files.deleteIfExists(unfinished);
            StoreDirectory.createFile(unfinished);
            database.copyTo(unfinished);
            finish(unfinished, file);
            return summary;
        });
    }

    /**
     * Makes a store from a backup. Its versions go on a thousand million further, so that no client meets one again that it saw.
     *
     * @param directory must not be there, or be empty
     * @throws UnusableStoreException if the backup is damaged, the directory is not empty, or cannot be written
     */
    public static Summary restore(Path file, Path directory) {
        String what = "restore " + file;
        Contents contents = trying(what, () -> {
            try (Database backup = Database.inspect(file)) {
                return Contents.read(backup);
            }
        });
        sound(contents, file.toString());
        return trying(what, () -> {
            if (Files.exists(directory) && !isEmpty(directory)) {
                throw new UnusableStoreException(directory + " is not empty; name another directory");
            }
            StoreDirectory.create(directory);
            DirectoryLock lock = DirectoryLock.of(directory);
            try {
                Meta meta = new Meta(
                        contents.meta().revision() + LEAP, contents.meta().objects(), false);
                copy(file, directory, meta);
                return new Summary(meta.objects(), meta.revision(), List.of());
            } finally {
                lock.close();
            }
        });
    }

    private static void copy(Path backup, Path directory, Meta meta) throws IOException, SQLException {
        Path unfinished = directory.resolve("restoring.db");
        StoreDirectory.createFile(unfinished);
        Files.copy(backup, unfinished, StandardCopyOption.REPLACE_EXISTING);
        StoreDirectory.ownersOnly(unfinished);
        try (Database database = Database.open(unfinished, Connections.DRIVER, 0)) {
            database.write(List.of(), meta);
        }
        finish(unfinished, StoreDirectory.database(directory));
    }

    /**
     * Looks at every object of a store or a backup: its checksum, and that it is JSON; and at what the database says of itself.
     *
     * @param place the directory of a store, or the file of a backup
     * @throws UnusableStoreException if the store is in use, or nothing can be read at all
     */
    public static Summary check(Path place) {
        String what = "check " + place;
        if (Files.isDirectory(place)) {
            return in(place, what, StoppedStore::examine);
        }
        return trying(what, () -> {
            try (Database backup = Database.inspect(place)) {
                return examine(backup);
            }
        });
    }

    private static Summary examine(Database database) throws SQLException {
        Contents contents = Contents.read(database);
        List<String> faults = new ArrayList<>(contents.faults());
        database.scan(row -> {
            try {
                row.stored();
            } catch (IOException saidAbove) {
                return;
            }
            try {
                row.checkWhole();
            } catch (IOException e) {
                faults.add(e.getMessage());
            }
        });
        faults.addAll(database.integrity());
        return new Summary(contents.values().size(), contents.meta().revision(), faults);
    }

    private static Summary sound(Contents contents, String name) {
        if (!contents.faults().isEmpty()) {
            throw new UnusableStoreException(name + " is damaged: " + contents.complaint());
        }
        return new Summary(contents.meta().objects(), contents.meta().revision(), List.of());
    }

    @FunctionalInterface
    private interface Use<T> {

        T of(Database database) throws SQLException, IOException;
    }

    @FunctionalInterface
    private interface Attempt<T> {

        T get() throws SQLException, IOException;
    }

    private static <T> T in(Path directory, String what, Use<T> use) {
        Path file = StoreDirectory.database(directory);
        if (!Files.exists(file)) {
            throw new UnusableStoreException("there is no store in " + directory);
        }
        return trying(what, () -> {
            DirectoryLock lock = DirectoryLock.of(directory);
            try (Database database = Database.open(file, Connections.DRIVER, 0)) {
                return use.of(database);
            } finally {
                lock.close();
            }
        });
    }

    private static <T> T trying(String what, Attempt<T> attempt) {
        try {
            return attempt.get();
        } catch (SQLException | IOException e) {
            throw new UnusableStoreException("cannot " + what + ": " + e.getMessage(), e);
        }
    }

    /** Gives a whole file its name, for good. */
    private static void finish(Path unfinished, Path file) throws IOException {
        StoreDirectory.sync(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        StoreDirectory.syncParent(file);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}
