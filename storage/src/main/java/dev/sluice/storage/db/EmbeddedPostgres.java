package dev.sluice.storage.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that lives and dies with this one, on a directory that outlives both. It listens on an ephemeral
 * port of 127.0.0.1 only and asks for a password kept in the directory. When an earlier server was killed, its
 * postmaster is found through the directory, checked to serve that directory, and shut down first.
 *
 * <p>Directory: {@code cluster} (PostgreSQL's own), {@code lock}, {@code password}, {@code postgres.log}. Not safe for
 * use by many threads: opened and closed by the thread that runs {@code main}.
 */
final class EmbeddedPostgres implements AutoCloseable {
    static final String SUPERUSER = "postgres";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration INIT_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final long READY_POLL_MS = 20;
    private static final int PASSWORD_BYTES = 24;
    private static final int MAX_CONNECTIONS = 50;
    private static final int PORT_ATTEMPTS = 3;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path directory;
    private final Path cluster;
    private final PostgresPrograms programs;
    private final DirectoryLock lock;
    private final int port;
    private final String password;

    private EmbeddedPostgres(Path directory, PostgresPrograms programs, DirectoryLock lock) throws IOException {
        this.directory = directory;
        this.cluster = directory.resolve("cluster");
        this.programs = programs;
        this.lock = lock;
        this.password = readOrMakePassword(directory.resolve("password"));
        initializeOnce();
        stopLeftover();
        this.port = startOnFreePort();
    }

    /**
     * Starts the server, or waits for its recovery after a crash.
     *
     * @param directory made if missing
     * @param binaries where the programs are unpacked, may be shared by many data directories
     * @throws DatabaseStartException with a message for the operator
     */
    static EmbeddedPostgres start(Path directory, Path binaries) {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            absolute = absolute.toRealPath();
            DirectoryLock lock = DirectoryLock.acquire(absolute.resolve("lock"));
            try {
                Path home = PostgresBinaries.unpack(binaries.toAbsolutePath().normalize());
                return new EmbeddedPostgres(absolute, PostgresPrograms.in(home), lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DatabaseStartException(
                    "The embedded PostgreSQL in " + absolute + " did not start: " + e.getMessage(), e);
        }
    }

    String jdbcUrl(String databaseName) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + databaseName;
    }

    /** Of the superuser; the server's own role shares it. */
    String password() {
        return password;
    }

    @Override
    public void close() {
        try (lock) {
            stop();
        } catch (IOException e) {
            log.warn("The embedded PostgreSQL in {} did not stop cleanly; the next start recovers it", directory, e);
        }
    }

    private static String readOrMakePassword(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            Set<PosixFilePermission> ownerReads = PosixFilePermissions.fromString("rw-------");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerReads));
            Files.writeString(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }

    /** Builds the cluster beside its final place, so that a kill in the middle leaves nothing half made. */
    private void initializeOnce() throws IOException {
        if (Files.exists(cluster.resolve("PG_VERSION"))) {
            return;
        }
        Path building = Files.createTempDirectory(directory, "cluster-");
        List<String> arguments = List.of(
                "--pgdata=" + building,
                "--username=" + SUPERUSER,
                "--pwfile=" + directory.resolve("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-instructions");
        programs.run("initdb", arguments, directory.resolve("initdb.log"), INIT_TIMEOUT);
        Files.move(building, cluster);
        log.info("Made a PostgreSQL cluster in {}", cluster);
    }

    private void stopLeftover() throws IOException {
        Optional<Postmaster> leftover = Postmaster.read(cluster);
        if (leftover.isEmpty()) {
            return;
        }
        Postmaster postmaster = leftover.get();
        if (!postmaster.alive()) {
            log.info("An earlier server was killed: PostgreSQL recovers {}", cluster);
        } else if (postmaster.serves(cluster)) {
            log.warn(
                    "An earlier server was killed and left PostgreSQL running (pid {}): it is stopped",
                    postmaster.pid());
            stop();
        } else {
            log.warn("Pid {} in postmaster.pid is another program's by now: the file is removed", postmaster.pid());
            Postmaster.deleteFile(cluster);
        }
    }

    private int startOnFreePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            int candidate = freePort();
            try {
                startOn(candidate);
                return candidate;
            } catch (IOException e) {
                boolean portTaken = PostgresPrograms.tail(logFile()).contains("could not bind");
                if (!portTaken || attempt == PORT_ATTEMPTS) {
                    throw e;
                }
                log.debug("Port {} was taken in between", candidate, e);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path logFile() {
        return directory.resolve("postgres.log");
    }

    private void startOn(int candidatePort) throws IOException {
        List<String> arguments = List.of(
                "-D", cluster.toString(),
                "-p", Integer.toString(candidatePort),
                "-c", "listen_addresses=127.0.0.1",
                "-c", "unix_socket_directories=",
                "-c", "max_connections=" + MAX_CONNECTIONS,
                "-c", "timezone=UTC",
                "-c", "log_timezone=UTC");
        Process process = programs.daemon("postgres", arguments)
                .redirectErrorStream(true)
                .redirectOutput(logFile().toFile())
                .start();
        long deadlineNs = System.nanoTime() + START_TIMEOUT.toNanos();
        try {
            while (!isReady(process)) {
                if (process.waitFor(READY_POLL_MS, TimeUnit.MILLISECONDS)) {
                    throw new IOException("PostgreSQL ended at once: " + PostgresPrograms.tail(logFile()));
                }
                if (System.nanoTime() - deadlineNs > 0) {
                    process.destroy();
                    throw new IOException("PostgreSQL was not ready in " + START_TIMEOUT.toSeconds() + " s: "
                            + PostgresPrograms.tail(logFile()));
                }
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL started", e);
        }
    }

    private boolean isReady(Process process) throws IOException {
        return Postmaster.read(cluster)
                .filter(postmaster -> postmaster.pid() == process.pid() && postmaster.ready())
                .isPresent();
    }

    /** Fast shutdown: rolls back what is open, checkpoints, ends. */
    private void stop() throws IOException {
        List<String> arguments = List.of(
                "stop", "-D", cluster.toString(), "-m", "fast", "-w", "-t", Long.toString(STOP_TIMEOUT.toSeconds()));
        programs.run("pg_ctl", arguments, directory.resolve("stop.log"), STOP_TIMEOUT.plusSeconds(5));
    }
}
