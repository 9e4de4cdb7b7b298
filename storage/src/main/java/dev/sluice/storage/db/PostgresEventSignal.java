package dev.sluice.storage.db;

import dev.sluice.events.EventSignal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LISTEN on a connection of its own, outside the pool. A connection that is lost is opened again at the next wait, and
 * a wait without one lasts its whole time-out.
 */
final class PostgresEventSignal implements EventSignal {
    private static final Logger log = LoggerFactory.getLogger(PostgresEventSignal.class);
    private static final String CONNECT_TIMEOUT_SECONDS = "5";

    private final ConnectionDetails details;
    private final CountDownLatch closed = new CountDownLatch(1);

    // Of the waiting thread; closed by whoever closes this.
    private volatile @Nullable Connection connection;
    private boolean lost;

    PostgresEventSignal(ConnectionDetails details) {
        this.details = details;
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
        try {
            boolean hinted = awaitNotification(timeout);
            lost = false;
            return hinted;
        } catch (SQLException failure) {
            disconnect();
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped while listening");
            }
            if (!lost && closed.getCount() > 0) {
                log.warn("Listening for events failed, polling until it works again: {}", failure.getMessage());
            }
            lost = true;
            return closed.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** True at once on a new connection: what was written before it was not heard. */
    private boolean awaitNotification(Duration timeout) throws SQLException {
        Connection listening = connection;
        if (listening == null) {
            connection = connect();
            return true;
        }
        return listening.unwrap(PGConnection.class).getNotifications(Math.toIntExact(timeout.toMillis())).length > 0;
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (details.user() != null) {
            properties.setProperty("user", details.user());
        }
        if (details.password() != null) {
            properties.setProperty("password", details.password());
        }
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.setProperty("loginTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "sluice-events");
        Connection opened = DriverManager.getConnection(details.jdbcUrl(), properties);
        try (Statement listen = opened.createStatement()) {
            listen.execute("listen " + EventRows.CHANNEL);
            return opened;
        } catch (SQLException failure) {
            opened.close();
            throw failure;
        }
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException alreadyGone) {
                log.debug("The listening connection was gone already: {}", alreadyGone.getMessage());
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        disconnect();
    }
}
