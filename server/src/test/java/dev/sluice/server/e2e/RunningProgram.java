package dev.sluice.server.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that a test started, with what it prints in a file. Closing it ends it. */
final class RunningProgram implements AutoCloseable {
    private static final int LOG_TAIL_CHARACTERS = 6000;
    private static final int GRACE_SECONDS = 15;

    private final String name;
    private final Process process;
    private final Path output;

    private RunningProgram(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    static RunningProgram start(Path directory, String name, Map<String, String> environment, List<String> command)
            throws IOException {
        Path output = Files.createTempFile(directory, name, ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.environment().putAll(environment);
        return new RunningProgram(name, builder.start(), output);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** The exit status. */
    int await(Duration timeout) throws IOException, InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(name + " still runs after " + timeout.toSeconds() + " s:\n" + tail());
        }
        return process.exitValue();
    }

    /** Fails with what the program printed when it does not end well. */
    void awaitSuccess(Duration timeout) throws IOException, InterruptedException {
        int status = await(timeout);
        if (status != 0) {
            throw new AssertionError(name + " ended with status " + status + ":\n" + tail());
        }
    }

    String tail() throws IOException {
        String all = output();
        return all.substring(Math.max(0, all.length() - LOG_TAIL_CHARACTERS));
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGINT, as Ctrl-C sends it. */
    void interrupt() throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(name + " could not be sent a signal");
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        process.destroy();
        if (!awaitEnd()) {
            kill();
        }
    }

    private boolean awaitEnd() {
        try {
            return process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
