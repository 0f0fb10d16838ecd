package io.kubefed.apiserver.storage.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * How the database works. All but the page size and the journal's mode are forgotten with the connection, so they are set on each,
 * and read back.
 *
 * <ul>
 *   <li>{@code EXCLUSIVE}: no second connection can exist, so none can meet us in the middle of a checkpoint.
 *   <li>{@code synchronous=FULL}: each commit reaches the disk; {@code NORMAL} would lose the newest ones in a power failure.
 *   <li>{@code page_size=4096}: an object fills about one page, and the log stays small.
 *   <li>{@code wal_autocheckpoint}: a checkpoint stops the writer for about 50 ms at 4,000 pages; smaller ones come so often that
 *       more than one write in a hundred meets one. When nobody writes we make them ourselves.
 *   <li>{@code journal_size_limit}: otherwise the log stays as large as it ever was.
 * </ul>
 */
final class Pragmas {

    private record Pragma(String name, String value, String answer) {}

    private static final List<Pragma> ALL = List.of(
            new Pragma("locking_mode", "EXCLUSIVE", "exclusive"),
            new Pragma("page_size", "4096", "4096"),
            new Pragma("journal_mode", "WAL", "wal"),
            new Pragma("synchronous", "FULL", "2"),
            new Pragma("wal_autocheckpoint", "4000", "4000"),
            new Pragma("journal_size_limit", "67108864", "67108864"),
            new Pragma("busy_timeout", "5000", "5000"));

    private Pragmas() {}

    /** Keeps others out of the file, from the first look at it on. */
    static void lock(Statement statement) throws SQLException {
        statement.execute("PRAGMA locking_mode=EXCLUSIVE");
    }

    /** Sets all of them. */
    static void set(Statement statement) throws SQLException {
        for (Pragma pragma : ALL) {
            statement.execute("PRAGMA " + pragma.name() + "=" + pragma.value());
        }
        for (Pragma pragma : ALL) {
            String answer = text(statement, pragma.name());
            if (!answer.equals(pragma.answer())) {
                throw new SQLException("PRAGMA " + pragma.name() + " is " + answer + ", not " + pragma.answer());
            }
        }
    }

    static String text(Statement statement, String name) throws SQLException {
        try (ResultSet answer = statement.executeQuery("PRAGMA " + name)) {
            return answer.next() ? String.valueOf(answer.getString(1)) : "";
        }
    }

    static long number(Statement statement, String name) throws SQLException {
        try (ResultSet answer = statement.executeQuery("PRAGMA " + name)) {
            return answer.next() ? answer.getLong(1) : 0;
        }
    }
}
