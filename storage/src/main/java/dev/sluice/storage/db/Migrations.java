package dev.sluice.storage.db;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a database to the schema this version of the server needs. Nodes that start together take turns. */
final class Migrations {
    private static final Logger log = LoggerFactory.getLogger(Migrations.class);
    private static final String LOCATION = "classpath:dev/sluice/storage/db/migration";

    private Migrations() {}

    static void apply(ConnectionDetails details) {
        try {
            MigrateResult result = Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(details.jdbcUrl(), details.user(), details.password())
                    .jdbcProperties(Map.of("connectTimeout", "5"))
                    .connectRetries(0)
                    .locations(LOCATION)
                    .failOnMissingLocations(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
            if (result.migrationsExecuted > 0) {
                log.info("Migrated the database to version {}", result.targetSchemaVersion);
            }
        } catch (FlywayException e) {
            throw new DatabaseStartException(
                    "The database at " + details + " cannot be used: "
                            + rootMessage(e) + ". Check that it runs, that user and password are right, and that"
                            + " the user may create tables.",
                    e);
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.strip().replaceAll("\\s+", " ");
    }
}
