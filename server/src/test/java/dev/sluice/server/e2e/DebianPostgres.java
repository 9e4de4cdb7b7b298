package dev.sluice.server.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the Debian package on a free loopback port, with a cluster of its own in a temporary directory.
 * PostgreSQL refuses to run as root: root runs it in a user namespace where the same files are an ordinary user's.
 */
final class DebianPostgres implements AutoCloseable {
    static final String ROLE = "sluice";
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String PASSWORD = "e2e-database-password";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final Path programs;
    private final List<String> prefix;
    private final int port;
    private RunningProgram server;

    private DebianPostgres(Path directory) throws Exception {
        this.directory = directory;
        this.programs = newest();
        this.prefix = isRoot() ? List.of("unshare", "--user") : List.of();
        Path password = Files.writeString(directory.resolve("password"), PASSWORD);
        Path cluster = directory.resolve("cluster");
        run(
                "initdb",
                "--pgdata=" + cluster,
                "--username=postgres",
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync");
        this.port = freePort();
        this.server = startServer();
    }

    private RunningProgram startServer() throws IOException {
        return start(
                "postgres",
                "-D",
                directory.resolve("cluster").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=");
    }

    /** Stops it, with whoever is connected, and starts it again on the same port. */
    void restart() throws Exception {
        server.close();
        server = startServer();
        awaitReady();
    }

    private void awaitReady() throws Exception {
        Await.until("PostgreSQL answers", PATIENCE, () -> {
            if (!server.isAlive()) {
                throw new AssertionError("PostgreSQL ended:\n" + server.tail());
            }
            return server.output().contains("ready to accept connections");
        });
    }

    /** Ready for connections, with an empty database {@link #ROLE} that an ordinary role of that name owns. */
    static DebianPostgres start(Path directory) throws Exception {
        DebianPostgres postgres = new DebianPostgres(directory);
        try {
            postgres.awaitReady();
            postgres.sql("create role " + ROLE + " login password '" + PASSWORD + "'");
            postgres.sql("create database " + ROLE + " owner " + ROLE);
            return postgres;
        } catch (Exception | AssertionError e) {
            postgres.close();
            throw e;
        }
    }

    /** Settings of a server that uses it. */
    Map<String, String> settings() {
        return Map.of(
                "SLUICE_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + port + "/" + ROLE,
                "SLUICE_DATABASE_USER", ROLE,
                "SLUICE_DATABASE_PASSWORD", PASSWORD);
    }

    /** The answer of the superuser's psql, without decoration. */
    String sql(String statement, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-h", "127.0.0.1", "-p", Integer.toString(port)));
        arguments.addAll(List.of("-U", "postgres", "-v", "ON_ERROR_STOP=1", "-Atc", statement));
        arguments.addAll(Arrays.asList(more));
        return run("psql", arguments.toArray(String[]::new)).strip();
    }

    private String run(String program, String... arguments) throws IOException, InterruptedException {
        try (RunningProgram running = start(program, arguments)) {
            running.awaitSuccess(PATIENCE);
            return running.output();
        }
    }

    private RunningProgram start(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(programs.resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        return RunningProgram.start(directory, program, Map.of("PGPASSWORD", PASSWORD, "LC_ALL", "C"), command);
    }

    private static Path newest() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            throw new AssertionError(INSTALLED + " is missing: install the Debian package postgresql");
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparingInt(version ->
                            Integer.parseInt(INSTALLED.relativize(version).toString())))
                    .map(version -> version.resolve("bin"))
                    .orElseThrow(() -> new AssertionError("no initdb below " + INSTALLED));
        }
    }

    private static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
