package io.kubefed.apiserver.storage.embedded;

import io.kubefed.apiserver.storage.Encoded;
import io.kubefed.apiserver.storage.embedded.Batch.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * One connection to one file, used by one thread at a time. It is good until the first {@link SQLException}: then it is closed, and
 * another one opened. The driver closes a statement that failed, so that nothing more can be committed or rolled back on it.
 */
final class Database implements AutoCloseable {

    private static final String PUT = "INSERT INTO kv(key, rev, crc, value) VALUES(?, ?, ?, ?)"
            + " ON CONFLICT(key) DO UPDATE SET rev = excluded.rev, crc = excluded.crc, value = excluded.value";

    /** Receives the rows, in no order. */
    @FunctionalInterface
    interface RowConsumer {

        void accept(Row row) throws SQLException;
    }

    private final Connection connection;
    private final Statement control;
    private final PreparedStatement put;
    private final PreparedStatement remove;
    private final PreparedStatement describe;

    private Database(Connection connection, Statement control) throws SQLException {
        this.connection = connection;
        this.control = control;
        this.put = connection.prepareStatement(PUT);
        this.remove = connection.prepareStatement("DELETE FROM kv WHERE key = ?");
        this.describe = connection.prepareStatement("UPDATE meta SET revision = ?, objects = ?, running = ?");
    }

    /**
     * Opens a file.
     *
     * @param firstRevision what an empty file begins with
     * @throws UnusableStoreException if it is no store, or of a newer format
     */
    static Database open(Path file, Connections connections, long firstRevision) throws SQLException {
        Connection connection = connections.open(file);
        try {
            Statement control = connection.createStatement();
            // Before anything is read: otherwise the log gets an index in shared memory, which a full disk has no room
            // for.
            Pragmas.lock(control);
            boolean isNew = Format.isNew(control);
            if (!isNew) {
                Format.check(file, control);
            }
            Pragmas.set(control);
            if (isNew) {
                Format.create(control, firstRevision);
            }
            return new Database(connection, control);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Opens a file that must be a store, to read it. Leaves it as it is. */
    static Database inspect(Path file) throws SQLException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException("there is no file " + file);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        try {
            Statement control = connection.createStatement();
            Format.check(file, control);
            return new Database(connection, control);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    Meta meta() throws SQLException {
        try (ResultSet row = control.executeQuery("SELECT revision, objects, running FROM meta")) {
            if (!row.next()) {
                throw new SQLException("the table meta is empty");
            }
            return new Meta(row.getLong(1), row.getLong(2), row.getInt(3) != 0);
        }
    }

    /** All rows, as they lie in the file: ordering them there would read it in leaps. */
    void scan(RowConsumer consumer) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT key, rev, crc, value FROM kv")) {
            while (rows.next()) {
                consumer.accept(new Row(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getBytes(4)));
            }
        }
    }

    /** Writes all or nothing, and returns when it is on the disk. */
    void write(List<Decision> decisions, Meta after) throws SQLException {
        control.execute("BEGIN IMMEDIATE");
        for (Decision decision : decisions) {
            Encoded value = decision.write().value();
            if (value == null) {
                remove.setString(1, decision.write().key());
                remove.executeUpdate();
            } else {
                put(decision.write().key(), decision.change().revision(), value.json());
            }
        }
        describe(after);
        control.execute("COMMIT");
    }

    private void put(String key, long revision, byte[] value) throws SQLException {
        put.setString(1, key);
        put.setLong(2, revision);
        put.setLong(3, Checksum.of(key, revision, value));
        put.setBytes(4, value);
        put.executeUpdate();
    }

    private void describe(Meta meta) throws SQLException {
        describe.setLong(1, meta.revision());
        describe.setLong(2, meta.objects());
        describe.setInt(3, meta.running() ? 1 : 0);
        describe.executeUpdate();
    }

    /** Moves the log into the file, as far as it goes without waiting. */
    void checkpoint() throws SQLException {
        control.execute("PRAGMA wal_checkpoint(PASSIVE)");
    }

    /** What the database itself finds wrong with the file, a line each; empty if nothing. */
    List<String> integrity() throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet answer = control.executeQuery("PRAGMA integrity_check(10)")) {
            while (answer.next()) {
                lines.add(answer.getString(1));
            }
        }
        lines.remove("ok");
        return lines;
    }

    /** Writes all of it to a new file. Nothing may have been read or written on this connection before. */
    void copyTo(Path file) throws SQLException {
        put.close();
        remove.close();
        describe.close();
        control.execute("VACUUM INTO '" + file.toAbsolutePath().toString().replace("'", "''") + "'");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
