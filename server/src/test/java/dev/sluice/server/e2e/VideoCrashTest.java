package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed in each step of a job, or told to stop in one, and what its next lives make of it. */
@Tag("e2e")
@Timeout(300)
class VideoCrashTest {
    private static final int SECONDS = 44;
    private static final int PICTURES = SECONDS * 25;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, String> SETTINGS =
            Map.of("SLUICE_VOD_HEARTBEAT", "1s", "SLUICE_VOD_WORKERS", "1", "SLUICE_THUMBNAILS_ENABLED", "false");

    @TempDir
    private Path directory;

    @Test
    void server_killedInEachStep_makesTheVideoOnceAndLeavesNothingBehind() throws Exception {
        Path film = Videos.film(directory, SECONDS, "640x360");
        String id;
        try (SluiceProcess server = start()) {
            id = Videos.upload(server, film);
            server.kill(); // In or near the probe, which takes milliseconds.
        }
        killIn("audio-00", id);
        killIn("piece-00000", id);
        killIn("piece-00001", id);
        killIn("package", id);
        try (SluiceProcess server = start()) {
            Videos.awaitReady(server, id, PATIENCE);
            assertThat(Videos.events(server, id)).containsExactly("video.uploaded", "video.processed");
            Videos.assertPlaysWhole(server, id, PICTURES);
            Await.until("what the steps left is removed", PATIENCE, () -> files("work/" + id)
                    .isEmpty());
            List<String> published = files("vod/" + id);
            assertThat(published).contains("master.m3u8", "manifest.mpd");
            assertThat(published.stream().filter(name -> name.startsWith("360p-") && name.endsWith(".mp4")))
                    .as("one file of the rendition")
                    .hasSize(1);
            assertThat(files("uploads/" + id)).containsExactly("source");
        }
    }

    @Test
    void server_toldToStopInAPiece_givesItBackAndThatCountsAsNoFailure() throws Exception {
        Path film = Videos.film(directory, SECONDS, "640x360");
        String id;
        try (SluiceProcess server = start()) {
            id = Videos.upload(server, film);
            Await.until("a piece runs", PATIENCE, () -> Videos.step(server, id, "piece-00000")
                    .filter(state -> !state.equals("waiting"))
                    .isPresent());
            server.program().terminate();
            server.program().await(STOP_PATIENCE);
            assertThat(server.program().output()).doesNotContain("Exception");
        }
        try (SluiceProcess server = start()) {
            Videos.awaitReady(server, id, PATIENCE);
            assertThat(Videos.steps(server, id).map(step -> step.getInteger("failures")))
                    .as("failures of its steps")
                    .containsOnly(0);
            assertThat(Videos.events(server, id)).containsExactly("video.uploaded", "video.processed");
            Videos.assertPlaysWhole(server, id, PICTURES);
        }
    }

    /** A life that ends while the step runs, or as soon as it is seen to have run. */
    private void killIn(String step, String id) throws Exception {
        try (SluiceProcess server = start()) {
            Await.until("step " + step + " runs", PATIENCE, () -> Videos.step(server, id, step)
                    .filter(state -> !state.equals("waiting"))
                    .isPresent());
            server.kill();
        }
    }

    private SluiceProcess start() throws Exception {
        return SluiceProcess.start(directory, SETTINGS);
    }

    private List<String> files(String beneath) throws IOException {
        Path folder = directory.resolve("data/objects").resolve(beneath);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
