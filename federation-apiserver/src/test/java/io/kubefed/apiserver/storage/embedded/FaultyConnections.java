package io.kubefed.apiserver.storage.embedded;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Connections on which things go wrong when a test says so. */
final class FaultyConnections implements Connections {

    /** What happens when a batch is to be committed. */
    enum Commit {
        WORKS,
        FAILS_BEFORE,
        FAILS_AFTER
    }

    volatile Commit commit = Commit.WORKS;
    volatile boolean refusesToOpen;
    /** What the file may grow to; 0 for no limit. */
    volatile int maxPages;

    @Override
    public Connection open(Path file) throws SQLException {
        if (refusesToOpen) {
            throw new SQLException("[SQLITE_CANTOPEN] unable to open database file");
        }
        Connection connection = Connections.DRIVER.open(file);
        if (maxPages > 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA max_page_count=" + maxPages);
            }
        }
        return proxy(Connection.class, connection);
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    boolean commits = method.getName().equals("execute") && arguments[0].equals("COMMIT");
                    try {
                        if (commits && commit == Commit.FAILS_BEFORE) {
                            throw new SQLException("[SQLITE_IOERR] disk I/O error");
                        }
                        Object answer = method.invoke(target, arguments);
                        if (commits && commit == Commit.FAILS_AFTER) {
                            throw new SQLException("[SQLITE_IOERR] disk I/O error");
                        }
                        return method.getName().equals("createStatement")
                                ? proxy(Statement.class, (Statement) answer)
                                : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
