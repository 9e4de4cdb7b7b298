package dev.sluice.storage.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the programs of a PostgreSQL installation. PostgreSQL refuses to run as root, so root runs it inside a user
 * namespace in which the same files belong to an ordinary user.
 */
final class PostgresPrograms {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final int ROOT_UID = 0;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_SHOWN_OUTPUT_CHARS = 2_000;

    private final Path home;
    private final List<String> prefix;

    private PostgresPrograms(Path home, List<String> prefix) {
        this.home = home;
        this.prefix = prefix;
    }

    /** @throws DatabaseStartException when this process is root and may not make a user namespace */
    static PostgresPrograms in(Path home) throws IOException {
        if (!isRoot(home)) {
            return new PostgresPrograms(home, List.of());
        }
        List<String> prefix = List.of("unshare", "--user");
        if (!succeeds(prefix, "true")) {
            throw new DatabaseStartException("The embedded PostgreSQL does not run as root, and this machine does not"
                    + " allow user namespaces (unshare --user). Run the server as an ordinary user, or configure the"
                    + " URL of a database.");
        }
        return new PostgresPrograms(home, prefix);
    }

    private static boolean isRoot(Path anyPath) throws IOException {
        return Files.getFileStore(anyPath).supportsFileAttributeView("unix")
                && Integer.valueOf(ROOT_UID).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static boolean succeeds(List<String> prefix, String program) {
        List<String> command = new ArrayList<>(prefix);
        command.add(program);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return waitFor(process, PROBE_TIMEOUT) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** A command in a session of its own: the terminal's Ctrl-C is for the server, which then stops PostgreSQL. */
    ProcessBuilder daemon(String program, List<String> arguments) {
        ProcessBuilder builder = command(program, arguments);
        if (Files.isExecutable(SETSID)) {
            builder.command().addFirst(SETSID.toString());
        }
        return builder;
    }

    private ProcessBuilder command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        return builder;
    }

    /** Runs to the end. Output goes to the file, which the message of a failure quotes. */
    void run(String program, List<String> arguments, Path output, Duration timeout) throws IOException {
        Process process = command(program, arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!waitFor(process, timeout)) {
            throw new IOException(program + " did not finish in " + timeout.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException(program + " failed: " + tail(output));
        }
    }

    /** The end of a text file, for messages. */
    static String tail(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
        return text.substring(Math.max(0, text.length() - MAX_SHOWN_OUTPUT_CHARS));
    }

    /** False when the process runs on; it is ended then, as it is when this thread is interrupted. */
    private static boolean waitFor(Process process, Duration timeout) throws IOException {
        try {
            if (process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return true;
            }
            process.destroyForcibly();
            return false;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a program of PostgreSQL", e);
        }
    }
}
