package io.kubefed.apiserver.storage.embedded;

import static java.util.Objects.requireNonNull;

import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.StorageException.Unavailable;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.embedded.Batch.Decision;
import io.kubefed.apiserver.storage.timeline.Timeline;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits batches, and knows what is certain after one failed.
 *
 * <p>Design: nothing is believed of a connection after its first error. It is closed, another one is opened, and the revision that it
 * reads says whether the batch is in. As long as none can be opened (a full disk, a lost one) the outcome stays open, and every batch
 * that comes tries again before it is looked at. Memory follows the disk, never the other way round: it learns of a batch once it is
 * known to be written.
 */
final class Committer {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    /** Opens the file again. */
    @FunctionalInterface
    interface Reopening {

        Database open() throws SQLException;
    }

    private final Path directory;
    private final Timeline timeline;
    private final Reopening reopening;
    private @Nullable Database database;
    private Meta written;
    private List<Decision> doubtful = List.of();
    private Meta hoped;
    private List<Change> untold = new ArrayList<>();

    Committer(Path directory, Timeline timeline, Database database, Meta written, Reopening reopening) {
        this.directory = directory;
        this.timeline = timeline;
        this.database = database;
        this.written = written;
        this.hoped = written;
        this.reopening = reopening;
    }

    /**
     * Writes a batch to the disk, then to memory.
     *
     * @throws StorageException.Unavailable if that failed; the message says what is known
     */
    void commit(Batch batch) {
        doubtful = batch.decisions();
        hoped = batch.after(written.objects());
        try {
            requireNonNull(database).write(doubtful, hoped);
            take();
        } catch (SQLException | RuntimeException | Error e) {
            LOG.atWarn()
                    .addKeyValue("store", directory)
                    .addKeyValue("error", e.getMessage())
                    .log("a write to the store failed, opening it again");
            closeQuietly();
            Meta before = written;
            reopen("failed to write (" + e.getMessage() + "), and it is not known whether it did after all");
            if (written.equals(before)) {
                throw unavailable("could not write, nothing was changed: " + e.getMessage());
            }
        }
    }

    /** Makes sure that there is a connection, and nothing is doubtful. */
    void ready() {
        if (database == null) {
            reopen("cannot be written to");
        }
    }

    private void reopen(String outcome) {
        try {
            Database opened = reopening.open();
            database = opened;
            settle(opened.meta());
        } catch (SQLException | RuntimeException | Error e) {
            closeQuietly();
            throw unavailable(outcome + ": " + e.getMessage());
        }
    }

    /** Finds out whether what was doubtful is in. */
    private void settle(Meta found) {
        if (found.equals(hoped)) {
            take();
        } else if (found.equals(written)) {
            doubtful = List.of();
            hoped = written;
        } else {
            throw new UnusableStoreException("somebody else wrote to it: it is at version " + found.revision()
                    + ", not at " + written.revision() + "; stop whoever that is, and restart this server");
        }
    }

    /** What was doubtful is written. */
    private void take() {
        List<Change> changes = doubtful.stream().map(Decision::change).toList();
        written = hoped;
        doubtful = List.of();
        timeline.append(changes);
        untold.addAll(changes);
    }

    /** What became certain since this was asked last. */
    List<Change> untold() {
        List<Change> changes = untold;
        untold = new ArrayList<>();
        return changes;
    }

    /** Uses an idle moment to move the log into the file. */
    void checkpoint() {
        Database now = database;
        if (now == null) {
            return;
        }
        try {
            now.checkpoint();
        } catch (SQLException e) {
            LOG.atWarn()
                    .addKeyValue("store", directory)
                    .addKeyValue("error", e.getMessage())
                    .log("a checkpoint of the store failed");
            closeQuietly();
        }
    }

    /** Says in the file that all is in order, and closes it. */
    void close() {
        Database now = database;
        if (now != null && doubtful.isEmpty()) {
            try {
                now.write(List.of(), new Meta(written.revision(), written.objects(), false));
            } catch (SQLException e) {
                LOG.atWarn()
                        .addKeyValue("store", directory)
                        .addKeyValue("error", e.getMessage())
                        .log("the store was not closed in order; versions will leap when it opens");
            }
        }
        closeQuietly();
    }

    private void closeQuietly() {
        Database now = database;
        database = null;
        if (now != null) {
            try {
                now.close();
            } catch (SQLException e) {
                LOG.atDebug().setCause(e).log("closing a connection failed");
            }
        }
    }

    private Unavailable unavailable(String what) {
        return new Unavailable("the store in " + directory + " " + what);
    }
}
