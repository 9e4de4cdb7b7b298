package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.server.e2e.SluiceProcess.Stream;
import io.vertx.core.json.JsonArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lip sync from end to end: {@link LipSync}'s flashes and beeps are published, and what players get is decoded and
 * measured in the same way as the file that was published.
 */
@Tag("e2e")
@Tag("alone")
@Timeout(180)
class AvSyncTest {
    private static final double MAX_SKEW_MS = 40;

    @TempDir
    private static Path directory;

    private static SluiceProcess server;

    @BeforeAll
    static void startServer() throws Exception {
        server = SluiceProcess.start(directory, Ladder.PATIENT, Ladder.arguments(directory));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ConcurrentTest
    void flashAndBeep_withAacPassedThrough_stayTogether() throws Exception {
        List<String> encoders = publishAndCompare(Encoders.aac(48_000, 2), "stereo.flv");
        assertThat(encoders).containsExactly("passthrough", "encoded", "passthrough");
    }

    @ConcurrentTest
    void flashAndBeep_withAacEncodedAnew_stayTogether() throws Exception {
        List<String> encoders = publishAndCompare(Encoders.aac(22_050, 1), "low-rate.flv");
        assertThat(encoders).containsExactly("passthrough", "encoded", "encoded");
    }

    /** How each rendition was made. */
    private static List<String> publishAndCompare(List<String> audio, String name) throws Exception {
        Path source = LipSync.make(directory.resolve(name), Encoders.all(Encoders.x264(), audio));
        double sourceSkewMs = LipSync.skewMs(source.toString());

        Stream stream = server.createStream(name);
        Player player = new Player(server, stream);
        List<String> publish =
                List.of("ffmpeg", "-v", "warning", "-nostdin", "-re", "-i", source.toString(), "-c", "copy", "-f");
        List<String> command = new ArrayList<>(publish);
        command.addAll(List.of("flv", stream.publishUrl()));
        List<String> encoders;
        try (RunningProgram program = RunningProgram.start(directory, "ffmpeg", Map.of(), command)) {
            player.awaitSegments(2);
            encoders = encoders(stream);
            program.awaitSuccess(SluiceProcess.PATIENCE);
        }
        player.awaitEnd(SluiceProcess.PATIENCE);
        compare(player, sourceSkewMs);
        return encoders;
    }

    private static void compare(Player player, double sourceSkewMs) throws Exception {
        List<Hls.Rendition> renditions = player.renditions();
        List<Double> beeps = LipSync.beeps(player.url(renditions.getLast().uri()));
        for (Hls.Rendition rung : renditions.subList(0, renditions.size() - 1)) {
            List<Double> skews = LipSync.skewsMs(LipSync.flashes(player.url(rung.uri())), beeps);
            assertThat(skews).allSatisfy(skew -> assertThat(skew)
                    .as("beep behind flash in %s, in the source %.1f ms", rung.name(), sourceSkewMs)
                    .isCloseTo(sourceSkewMs, within(MAX_SKEW_MS)));
        }
    }

    private static List<String> encoders(Stream stream) throws Exception {
        JsonArray renditions = server.stats(stream).getJsonArray("renditions");
        List<String> list = new ArrayList<>();
        for (int i = 0; i < renditions.size(); i++) {
            String encoder = renditions.getJsonObject(i).getString("encoder");
            list.add(encoder.equals("passthrough") ? encoder : "encoded");
        }
        return list;
    }
}
