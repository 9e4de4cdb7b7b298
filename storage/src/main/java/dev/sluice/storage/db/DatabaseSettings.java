package dev.sluice.storage.db;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which database to use and how patiently.
 *
 * @param jdbcUrl {@code jdbc:postgresql://…}, null for the embedded PostgreSQL
 * @param user null when the URL names it; not used by the embedded PostgreSQL
 * @param password null when the URL has it; not used by the embedded PostgreSQL
 * @param embeddedDirectory data of the embedded PostgreSQL, made if missing; not used with a URL
 * @param maxConnections size of the pool
 * @param connectionTimeout how long a caller waits for a connection before its call fails
 * @param statementTimeout how long one statement may run
 */
public record DatabaseSettings(
        @Nullable String jdbcUrl,
        @Nullable String user,
        @Nullable String password,
        Path embeddedDirectory,
        int maxConnections,
        Duration connectionTimeout,
        Duration statementTimeout) {
    public static final int DEFAULT_MAX_CONNECTIONS = 10;
    public static final Duration DEFAULT_CONNECTION_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(5);

    private static final String URL_PREFIX = "jdbc:postgresql:";
    private static final int MAX_CONNECTIONS_LIMIT = 100;
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(250);

    /** @throws IllegalArgumentException with the reason */
    public DatabaseSettings {
        if (jdbcUrl != null && !jdbcUrl.startsWith(URL_PREFIX)) {
            throw new IllegalArgumentException("the database URL must start with " + URL_PREFIX);
        }
        if (maxConnections < 1 || maxConnections > MAX_CONNECTIONS_LIMIT) {
            throw new IllegalArgumentException("the database pool must have 1 to " + MAX_CONNECTIONS_LIMIT
                    + " connections, not " + maxConnections);
        }
        if (connectionTimeout.compareTo(SHORTEST_TIMEOUT) < 0 || statementTimeout.compareTo(SHORTEST_TIMEOUT) < 0) {
            throw new IllegalArgumentException(
                    "database time-outs must be at least " + SHORTEST_TIMEOUT.toMillis() + " ms");
        }
    }

    /** The embedded PostgreSQL with its data in a directory. */
    public static DatabaseSettings embedded(Path directory) {
        return withDefaults(null, null, null, directory);
    }

    /** A PostgreSQL server somewhere else. */
    public static DatabaseSettings external(String jdbcUrl, @Nullable String user, @Nullable String password) {
        return withDefaults(jdbcUrl, user, password, Path.of(""));
    }

    private static DatabaseSettings withDefaults(
            @Nullable String jdbcUrl, @Nullable String user, @Nullable String password, Path directory) {
        return new DatabaseSettings(
                jdbcUrl,
                user,
                password,
                directory,
                DEFAULT_MAX_CONNECTIONS,
                DEFAULT_CONNECTION_TIMEOUT,
                DEFAULT_STATEMENT_TIMEOUT);
    }

    /** Without the password, and without the URL's own: fit for logs. */
    @Override
    public String toString() {
        return jdbcUrl == null ? "embedded PostgreSQL in " + embeddedDirectory : withoutParameters(jdbcUrl);
    }

    static String withoutParameters(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
