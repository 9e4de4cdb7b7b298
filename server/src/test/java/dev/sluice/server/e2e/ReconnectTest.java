package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.e2e.SluiceProcess.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Publishers that are killed and come back within the grace time: for viewers, one stream goes on. */
@Tag("e2e")
@Tag("alone")
@Timeout(180)
class ReconnectTest {
    private static final int LONG = 300;
    private static final int SHORT = 10;

    @TempDir
    private static Path directory;

    private static SluiceProcess server;

    @BeforeAll
    static void startServer() throws Exception {
        Map<String, String> settings = new HashMap<>(Ladder.PATIENT);
        settings.put("SLUICE_LIVE_RECONNECT_GRACE", "60s");
        server = SluiceProcess.start(directory, settings, Ladder.arguments(directory));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ConcurrentTest
    void publisher_killedAndBack_goesOnWithOneDiscontinuity() throws Exception {
        Stream stream = server.createStream("back again");
        Player player = new Player(server, stream);
        Map<String, Hls.Media> before = publishAndKill(player, stream);

        try (RunningProgram again = publish(stream, "640x360", SHORT)) {
            for (Hls.Rendition rendition : player.renditions()) {
                awaitSecondPart(player, rendition);
            }
            again.awaitSuccess(SluiceProcess.PATIENCE);
        }
        player.awaitEnd(SluiceProcess.PATIENCE);

        List<Hls.Rendition> renditions = player.renditions();
        assertThat(renditions).extracting(Hls.Rendition::name).containsExactly("360p", "240p", "audio");
        for (Hls.Rendition rendition : renditions) {
            Hls.Media after = player.media(rendition);
            goesOn(Objects.requireNonNull(before.get(rendition.name())), after);
            assertThat(Tool.decode(player.url(rendition.uri())).endUs())
                    .as("length of %s", rendition.name())
                    .isGreaterThan(SHORT * 1_000_000L);
        }
        assertThat(player.manifest().periods()).isEqualTo(2);
        Tool.decode(server.dashUrl(stream));
    }

    @ConcurrentTest
    void publisher_backWithAnotherPictureSize_goesOnWithWhatFits() throws Exception {
        Stream stream = server.createStream("smaller");
        Player player = new Player(server, stream);
        Map<String, Hls.Media> before = publishAndKill(player, stream);

        try (RunningProgram smaller = publish(stream, "426x240", SHORT)) {
            Await.until("the 360p rung is no longer offered", SluiceProcess.PATIENCE, () -> player.renditions().stream()
                    .noneMatch(each -> each.name().equals("360p")));
            for (Hls.Rendition rendition : player.renditions()) {
                awaitSecondPart(player, rendition);
            }
            smaller.awaitSuccess(SluiceProcess.PATIENCE);
        }
        player.awaitEnd(SluiceProcess.PATIENCE);

        List<Hls.Rendition> renditions = player.renditions();
        assertThat(renditions).extracting(Hls.Rendition::name).containsExactly("240p", "audio");
        assertThat(renditions.getFirst().width()).isEqualTo(426);
        for (Hls.Rendition rendition : renditions) {
            Hls.Media after = player.media(rendition);
            goesOn(Objects.requireNonNull(before.get(rendition.name())), after);
            Tool.decode(player.url(rendition.uri()));
        }
    }

    /** The playlists as they were while nobody published. */
    private static Map<String, Hls.Media> publishAndKill(Player player, Stream stream) throws Exception {
        try (RunningProgram first = publish(stream, "640x360", LONG)) {
            player.awaitSegments(3);
            first.kill();
        }
        Await.until("the server misses the publisher", SluiceProcess.PATIENCE, () -> server.stats(stream)
                .getString("state")
                .equals("reconnecting"));
        assertThat(server.status(stream)).isEqualTo("live");
        Map<String, Hls.Media> playlists = new HashMap<>();
        for (Hls.Rendition rendition : player.renditions()) {
            Hls.Media media = player.media(rendition);
            assertThat(media.ended()).as("viewers wait").isFalse();
            assertThat(media.discontinuities()).isZero();
            playlists.put(rendition.name(), media);
        }
        assertThat(playlists).hasSize(3);
        return playlists;
    }

    private static RunningProgram publish(Stream stream, String size, int seconds) throws IOException {
        List<String> options = Encoders.all(Encoders.x264("-bf", "2"), Encoders.aac(48_000, 2));
        List<String> command = Encoders.ffmpeg(
                "ffmpeg", "testsrc2=size=" + size + ":rate=25", 48_000, seconds, options, stream.publishUrl());
        return RunningProgram.start(directory, "ffmpeg", Map.of(), command);
    }

    private static void awaitSecondPart(Player player, Hls.Rendition rendition) throws Exception {
        Await.until(rendition.name() + " goes on", SluiceProcess.PATIENCE, () -> {
            Hls.Media media = player.media(rendition);
            assertThat(media.ended()).isFalse();
            return media.discontinuities() == 1;
        });
    }

    /** Nothing that was promised is taken back, and exactly one break stands between the parts. */
    private static void goesOn(Hls.Media before, Hls.Media after) {
        assertThat(after.mediaSequence()).isGreaterThanOrEqualTo(before.mediaSequence());
        assertThat(after.lastNumber()).isGreaterThan(before.lastNumber() + 2);
        assertThat(after.discontinuities()).isEqualTo(1);
        List<Hls.Segment> old = after.segments().stream()
                .filter(segment -> segment.number() <= before.lastNumber())
                .toList();
        assertThat(old).isNotEmpty();
        assertThat(before.segments()).as("what was offered stays as it was").containsAll(old);
        List<String> maps =
                after.segments().stream().map(Hls.Segment::mapUri).distinct().toList();
        assertThat(maps).as("each part has its init segment").hasSize(2);
        for (int i = 1; i < after.segments().size(); i++) {
            assertThat(after.segments().get(i).programDateTime())
                    .isAfter(after.segments().get(i - 1).programDateTime());
        }
    }
}
