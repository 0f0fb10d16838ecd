package io.kubefed.apiserver.storage.embedded;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the tables look like, and whether a file has them. {@code kv} is a table with row ids: rows of some kilobytes in an index would
 * cost half the throughput.
 */
final class Format {

    /** "KFED". */
    private static final int APPLICATION = 0x4B464544;

    private static final int VERSION = 1;

    private Format() {}

    /** Whether the file is still empty. Changes nothing. */
    static boolean isNew(Statement statement) throws SQLException {
        long application = Pragmas.number(statement, "application_id");
        try (ResultSet tables = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
            return application == 0 && tables.next() && tables.getLong(1) == 0;
        }
    }

    /**
     * Refuses what this program does not understand. Changes nothing.
     *
     * @throws UnusableStoreException if it is no store, or that of a newer version
     */
    static void check(Path file, Statement statement) throws SQLException {
        if (Pragmas.number(statement, "application_id") != APPLICATION) {
            throw new UnusableStoreException(
                    file + " is a database of another program; give a directory of its own to the store");
        }
        long version = Pragmas.number(statement, "user_version");
        if (version > VERSION) {
            throw new UnusableStoreException(file + " was written by a newer version of this program (format " + version
                    + ", this one reads " + VERSION + "); run that version, or restore a backup that this one made");
        }
    }

    /** Makes the tables in an empty file; {@code revision} is the one before the first write. */
    static void create(Statement statement, long revision) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        statement.execute("CREATE TABLE kv(key TEXT PRIMARY KEY NOT NULL, rev INTEGER NOT NULL, crc INTEGER NOT NULL,"
                + " value BLOB NOT NULL)");
        statement.execute(
                "CREATE TABLE meta(revision INTEGER NOT NULL, objects INTEGER NOT NULL, running INTEGER NOT NULL)");
        statement.execute("INSERT INTO meta VALUES(" + revision + ", 0, 0)");
        statement.execute("PRAGMA application_id=" + APPLICATION);
        statement.execute("PRAGMA user_version=" + VERSION);
        statement.execute("COMMIT");
    }
}
