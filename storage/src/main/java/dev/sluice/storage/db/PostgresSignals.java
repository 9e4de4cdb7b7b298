package dev.sluice.storage.db;

import com.zaxxer.hikari.HikariDataSource;
import dev.sluice.engine.port.NodeSignals;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals over PostgreSQL's LISTEN and NOTIFY. Owns a thread and a connection of its own, outside the pool; a
 * connection that is lost is made anew, and the listeners are told so. {@link #start} once, {@link #close} before the
 * database.
 */
public final class PostgresSignals implements NodeSignals, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PostgresSignals.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final String CONNECT_TIMEOUT_SECONDS = "5";
    private static final String SOCKET_TIMEOUT_SECONDS = "10";

    private final HikariDataSource pool;
    private final DSLContext sql;
    private final SignalChannel channel;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("sluice-signals").daemon().unstarted(this::listen);

    PostgresSignals(HikariDataSource pool, DSLContext sql, SignalChannel channel) {
        this.pool = pool;
        this.sql = sql;
        this.channel = channel;
    }

    /** Begins to listen, as soon as the database lets it. Does not block. */
    public void start() {
        thread.start();
    }

    SignalChannel channel() {
        return channel;
    }

    @Override
    public void send(String topic, String text) {
        Statements.run("send a signal to the other nodes", () -> {
            channel.notify(sql, topic, text);
            return topic;
        });
    }

    @Override
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    private void listen() {
        boolean complained = false;
        while (closed.getCount() > 0) {
            try (Connection connection = connect()) {
                complained = false;
                listeners.forEach(Listener::onConnected);
                receive(connection);
            } catch (SQLException lost) {
                if (!complained && closed.getCount() > 0) {
                    log.warn("No signals from other nodes until the database is back: {}", lost.getMessage());
                }
                complained = true;
                awaitRetry();
            } catch (RuntimeException defect) { // The edge of a thread, which goes on.
                log.error("A listener to signals failed", defect);
                awaitRetry();
            }
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (pool.getUsername() != null) {
            properties.setProperty("user", pool.getUsername());
        }
        if (pool.getPassword() != null) {
            properties.setProperty("password", pool.getPassword());
        }
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.setProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "sluice-signals");
        Connection connection = DriverManager.getConnection(pool.getJdbcUrl(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + SignalChannel.NAME);
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    private void receive(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (closed.getCount() > 0) {
            PGNotification[] received = postgres.getNotifications(Math.toIntExact(POLL.toMillis()));
            if (received == null || received.length == 0) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("select 1"); // A connection that is dead says nothing by itself.
                }
                continue;
            }
            for (PGNotification notification : received) {
                tell(notification.getParameter());
            }
        }
    }

    private void tell(String payload) {
        SignalChannel.Received signal = channel.read(payload);
        if (signal == null) {
            return;
        }
        for (Listener listener : listeners) {
            try {
                listener.onSignal(signal.topic(), signal.text());
            } catch (RuntimeException odd) { // A text that only another version understands harms no other signal.
                log.warn("A signal of topic {} was not understood: {}", signal.topic(), odd.toString());
            }
        }
    }

    private void awaitRetry() {
        try {
            if (closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("signals closed");
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the thread, a bounded time. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (thread.isAlive()) { // The poll ends by itself, with the connection whole.
                thread.join(STOP_TIMEOUT);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
