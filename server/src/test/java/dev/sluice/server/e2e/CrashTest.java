package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.e2e.SluiceProcess.Stream;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed, or told to stop, while a stream is live; and what the next one makes of its folder. */
@Tag("e2e")
@Timeout(300)
class CrashTest {
    private static final String PICTURE = "testsrc2=size=640x360:rate=25";
    private static final int LONG = 300;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void server_killedAndRestarted_hasNothingLiveAndTakesItsPublisherBack() throws Exception {
        Stream stream;
        long lastNumber;
        long postgres;
        try (SluiceProcess server = startServer()) {
            stream = server.createStream("before the crash");
            try (RunningProgram publisher = publish(server, stream)) {
                Player player = new Player(server, stream);
                player.awaitSegments(3);
                assertThat(server.status(stream)).isEqualTo("live");
                lastNumber = lastNumber(player);
                assertThat(publisher.isAlive()).isTrue();
                server.kill();
            }
            postgres = postgresPid().orElseThrow();
        }
        try (SluiceProcess server = startServer()) {
            assertThat(postgresPid().orElseThrow())
                    .as("a PostgreSQL of its own")
                    .isNotEqualTo(postgres);
            assertThat(ProcessHandle.of(postgres).filter(ProcessHandle::isAlive))
                    .isEmpty();
            JsonObject live = server.getJson("/api/v1/live-streaming?status=live");
            assertThat(live.getJsonArray("data")).isEmpty();
            assertThat(server.status(stream)).isEqualTo("ended");
            assertThat(server.stats(stream).getString("state")).isNull();

            try (RunningProgram again = publish(server, stream)) {
                goesOnAfter(lastNumber, server, stream);
                assertThat(again.isAlive()).isTrue();
                stopsProperly(server, stream);
            }
        }
    }

    private SluiceProcess startServer() throws Exception {
        return SluiceProcess.start(directory, Map.of(), Ladder.arguments(directory));
    }

    private RunningProgram publish(SluiceProcess server, Stream stream) throws IOException {
        // The port is another one after each start.
        String url = "rtmp://127.0.0.1:" + server.rtmpPort() + "/live/" + stream.key();
        List<String> options = Encoders.all(Encoders.x264(), Encoders.aac(48_000, 2));
        List<String> command = Encoders.ffmpeg("ffmpeg", PICTURE, 48_000, LONG, options, url);
        return RunningProgram.start(directory, "ffmpeg", Map.of(), command);
    }

    /** The publisher comes back to a stream whose players still have the old playlist. */
    private static void goesOnAfter(long lastNumber, SluiceProcess server, Stream stream) throws Exception {
        Await.until("the stream is live again", SluiceProcess.PATIENCE, () -> server.status(stream)
                .equals("live"));
        Player player = new Player(server, stream);
        Await.until("media after segment " + lastNumber, SluiceProcess.PATIENCE, () -> {
            for (Hls.Rendition rendition : player.renditions()) {
                Hls.Media media = player.media(rendition);
                if (media.mediaSequence() <= lastNumber || media.segments().size() < 2) {
                    return false;
                }
            }
            return true;
        });
    }

    /** SIGTERM while the stream is live: everything ends, nothing is left behind. */
    private void stopsProperly(SluiceProcess server, Stream stream) throws Exception {
        long postgres = postgresPid().orElseThrow();
        server.program().terminate();
        assertThat(server.program().await(STOP_PATIENCE))
                .as(server.program().tail())
                .isZero();

        assertThat(ProcessHandle.of(postgres).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(postgresPid()).isEmpty();
        for (Path playlist : storedPlaylists(stream)) {
            assertThat(Files.readString(playlist)).as(playlist.toString()).contains("#EXT-X-ENDLIST");
        }
        assertThat(storedPlaylists(stream)).hasSize(3);
        assertThat(Dash.parse(Files.readString(stored(stream).resolve("manifest.mpd")))
                        .live())
                .isFalse();
    }

    private static long lastNumber(Player player) throws Exception {
        long last = 0;
        for (Hls.Rendition rendition : player.renditions()) {
            last = Math.max(last, player.media(rendition).lastNumber());
        }
        return last;
    }

    private Path stored(Stream stream) {
        return directory.resolve("data/objects/live").resolve(stream.id());
    }

    private List<Path> storedPlaylists(Stream stream) throws IOException {
        try (var files = Files.walk(stored(stream))) {
            return files.filter(file -> file.endsWith("index.m3u8")).toList();
        }
    }

    /** By the file that PostgreSQL keeps in its folder while it runs. */
    private Optional<Long> postgresPid() throws IOException {
        Path file = directory.resolve("data/postgres/cluster/postmaster.pid");
        return Files.exists(file)
                ? Optional.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
                : Optional.empty();
    }
}
