package dev.sluice.storage.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the server's own role and database in the embedded PostgreSQL, so that it need not be a superuser. */
final class EmbeddedDatabase {
    static final String NAME = "sluice";

    private EmbeddedDatabase() {}

    /** Idempotent. Returns how to connect as the server's own role. */
    static ConnectionDetails ensure(EmbeddedPostgres postgres) {
        String maintenanceUrl = postgres.jdbcUrl(EmbeddedPostgres.SUPERUSER);
        try (Connection connection =
                        DriverManager.getConnection(maintenanceUrl, EmbeddedPostgres.SUPERUSER, postgres.password());
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "select 1 from pg_roles where rolname = ?")) {
                statement.execute("create role " + NAME + " login");
            }
            statement.execute("alter role " + NAME + " password " + statement.enquoteLiteral(postgres.password()));
            if (!exists(connection, "select 1 from pg_database where datname = ?")) {
                statement.execute("create database " + NAME + " owner " + NAME);
            }
        } catch (SQLException e) {
            throw new DatabaseStartException(
                    "The embedded PostgreSQL runs but does not take its own password. Restore the file `password` in"
                            + " its directory, or start with an empty directory: " + e.getMessage(),
                    e);
        }
        return new ConnectionDetails(postgres.jdbcUrl(NAME), NAME, postgres.password());
    }

    private static boolean exists(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, NAME);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
