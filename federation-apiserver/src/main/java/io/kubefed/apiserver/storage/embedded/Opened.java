package io.kubefed.apiserver.storage.embedded;

import io.kubefed.apiserver.storage.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import reactor.core.scheduler.Scheduler;

/** What opening a directory gives: its content in memory, and who writes to it. */
record Opened(Timeline timeline, Committer committer) {

    /** How far versions leap after a stop in disorder: more than the log can hold that a disk may have lost. */
    private static final long LEAP = 100_000;

    static EmbeddedStorage store(
            Path directory, Connections connections, long firstRevision, int historyLimit, Scheduler answers) {
        try {
            StoreDirectory.create(directory);
        } catch (IOException e) {
            throw new UnusableStoreException("cannot make the directory " + directory + ": " + e, e);
        }
        DirectoryLock lock = DirectoryLock.of(directory);
        try {
            Path file = StoreDirectory.database(directory);
            StoreDirectory.createFile(file);
            Committer.Reopening opening = () -> Database.open(file, connections, firstRevision);
            return new EmbeddedStorage(directory, open(directory, opening, historyLimit), lock, answers.createWorker());
        } catch (SQLException | IOException e) {
            lock.close();
            throw new UnusableStoreException(
                    "cannot open the store " + directory + ": " + e.getMessage()
                            + "; if it is damaged, restore a backup with \"fcp storage restore\"",
                    e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Opened open(Path directory, Committer.Reopening opening, int historyLimit) throws SQLException {
        Database database = opening.open();
        try {
            Contents contents = sound(directory, database);
            Meta running = running(contents.meta());
            database.write(List.of(), running);
            Timeline timeline = new Timeline(running.revision(), contents.values(), historyLimit);
            return new Opened(timeline, new Committer(directory, timeline, database, running, opening));
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static Contents sound(Path directory, Database database) throws SQLException {
        Contents contents = Contents.read(database);
        if (!contents.faults().isEmpty()) {
            throw new UnusableStoreException("the store " + directory + " is damaged: " + contents.complaint()
                    + ". Restore a backup with \"fcp storage restore\"; or, to go on without what is damaged, delete its rows"
                    + " with: sqlite3 " + StoreDirectory.database(directory)
                    + " \"DELETE FROM kv WHERE key = '...'; UPDATE meta SET objects = (SELECT count(*) FROM kv)\"");
        }
        return contents;
    }

    private static Meta running(Meta found) {
        long revision = found.running() ? found.revision() + LEAP : found.revision();
        return new Meta(revision, found.objects(), true);
    }
}
