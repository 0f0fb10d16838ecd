package io.kubefed.apiserver.storage.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** How a database file is opened; tests put faults in between. */
@FunctionalInterface
interface Connections {

    /** Those of the driver. */
    Connections DRIVER = file -> DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());

    /** Opens a file, or makes an empty one. */
    Connection open(Path file) throws SQLException;
}
