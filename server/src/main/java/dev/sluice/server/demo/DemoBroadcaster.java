package dev.sluice.server.demo;

import dev.sluice.ffmpeg.FfmpegPrograms;
import dev.sluice.server.life.StartException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a synthetic picture and sound to this very server through an ffmpeg program, as any encoder would. Starts
 * the program again when it ends, a bounded number of times. {@link #start} and {@link #close} from one thread.
 */
public final class DemoBroadcaster implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DemoBroadcaster.class);
    private static final int MAX_STARTS = 20;
    private static final int RESTART_DELAY_SECONDS = 2;
    private static final int STOP_PATIENCE_SECONDS = 3;
    private static final int MAX_LOGGED_LINES = 50;

    private final DemoPicture picture;
    private final Thread supervisor;
    private final Object lock = new Object();
    private @Nullable Process process;
    private boolean closed;

    private DemoBroadcaster(DemoPicture picture) {
        this.picture = picture;
        this.supervisor = Thread.ofVirtual().name("demo-broadcaster").unstarted(this::supervise);
    }

    /**
     * Begins to publish.
     *
     * @param url where to, with the stream key
     * @throws StartException when there is no ffmpeg program
     */
    public static DemoBroadcaster start(String url) throws StartException {
        DemoBroadcaster broadcaster = new DemoBroadcaster(new DemoPicture(program(), url));
        broadcaster.supervisor.start();
        return broadcaster;
    }

    private static Path program() throws StartException {
        String searchPath = System.getenv().getOrDefault("PATH", "");
        var installed = DemoPicture.onPath("ffmpeg", searchPath);
        if (installed.isPresent()) {
            return installed.get();
        }
        try {
            return FfmpegPrograms.ffmpeg();
        } catch (LinkageError | RuntimeException e) {
            throw new StartException("--demo needs an ffmpeg program: install the Debian package ffmpeg.", e);
        }
    }

    private void supervise() {
        try {
            for (int starts = 1; starts <= MAX_STARTS && !isClosed(); starts++) {
                int status = broadcast();
                if (isClosed()) {
                    return;
                }
                log.warn("the demo's ffmpeg ended with status {}, start {} of {}", status, starts, MAX_STARTS);
                TimeUnit.SECONDS.sleep(RESTART_DELAY_SECONDS);
            }
        } catch (IOException e) {
            if (isClosed()) {
                return;
            }
            log.error("the demo cannot be broadcast: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int broadcast() throws IOException, InterruptedException {
        Process started;
        synchronized (lock) {
            if (closed) {
                return 0;
            }
            started = new ProcessBuilder(picture.command())
                    .redirectErrorStream(true)
                    .start();
            process = started;
        }
        try (BufferedReader output = started.inputReader()) {
            int lines = 0;
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (lines++ < MAX_LOGGED_LINES) {
                    log.info("demo ffmpeg: {}", line.replace(picture.url(), "(demo URL)"));
                }
            }
        }
        return started.waitFor();
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Ends the program and waits for it, bounded. Idempotent. */
    @Override
    public void close() {
        Process running;
        synchronized (lock) {
            closed = true;
            running = process;
        }
        supervisor.interrupt();
        if (running != null) {
            end(running);
        }
    }

    private static void end(Process running) {
        running.destroy();
        try {
            if (!running.waitFor(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
