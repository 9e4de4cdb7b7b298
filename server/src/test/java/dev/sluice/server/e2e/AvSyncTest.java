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
 * Lip sync from end to end: a white flash and a beep at the same instants are published, and what players get is
 * decoded and measured in the same way as the file that was published.
 */
@Tag("e2e")
@Tag("alone")
@Timeout(180)
class AvSyncTest {
    private static final int SECONDS = 10;
    private static final double MAX_SKEW_MS = 40;
    private static final int FLASHES = 5;
    private static final double BRIGHT = 128;
    private static final double LOUD_DB = -35;
    /** A flash or beep ends and the next begins at least so much later. */
    private static final double QUIET_SECONDS = 0.5;

    private static final String FLASH =
            "color=black:size=640x360:rate=25,drawbox=color=white:t=fill:enable='lt(mod(t+1,2),0.099)'";
    private static final String BEEP = "aevalsrc='if(lt(mod(t+1,2),0.1),0.8*sin(2*PI*1000*t),0)':sample_rate=48000";

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
        Path source = directory.resolve(name);
        List<String> make = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", FLASH));
        make.addAll(List.of("-f", "lavfi", "-i", BEEP));
        make.addAll(Encoders.all(Encoders.x264(), audio));
        make.addAll(List.of("-t", Integer.toString(SECONDS), source.toString()));
        Tool.run(make.toArray(String[]::new));
        double sourceSkewMs = median(skewsMs(flashes(source.toString()), beeps(source.toString())));

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
        List<Double> beeps = beeps(player.url(renditions.getLast().uri()));
        for (Hls.Rendition rung : renditions.subList(0, renditions.size() - 1)) {
            List<Double> skews = skewsMs(flashes(player.url(rung.uri())), beeps);
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

    /** By how much each beep comes after its flash. */
    private static List<Double> skewsMs(List<Double> flashes, List<Double> beeps) {
        assertThat(flashes).as("flashes").hasSize(FLASHES);
        assertThat(beeps).as("beeps").hasSize(FLASHES);
        List<Double> skews = new ArrayList<>();
        for (int i = 0; i < FLASHES; i++) {
            skews.add((beeps.get(i) - flashes.get(i)) * 1000);
        }
        return skews;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** When the picture turns white, on the media's own clock. */
    private static List<Double> flashes(String url) throws Exception {
        String filters = "scale=16:16,format=gray,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-";
        return onsets(measure(url, "-an", "-vf", filters, "-fps_mode", "passthrough"), BRIGHT);
    }

    /** When the tone sets in, on the media's own clock, to 5 ms. */
    private static List<Double> beeps(String url) throws Exception {
        String filters = "aresample=48000,asetnsamples=n=240,astats=metadata=1:reset=1,"
                + "ametadata=print:key=lavfi.astats.Overall.RMS_level:file=-";
        return onsets(measure(url, "-vn", "-af", filters), LOUD_DB);
    }

    private static String measure(String url, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-copyts", "-i", url));
        command.addAll(List.of(options));
        command.addAll(List.of("-enc_time_base", "-1", "-f", "null", "-"));
        return Tool.run(command.toArray(String[]::new));
    }

    /** The times at which a measured value rises above a threshold, after a while below it. */
    private static List<Double> onsets(String measured, double threshold) {
        List<Double> found = new ArrayList<>();
        double time = 0;
        double lastAbove = Double.NEGATIVE_INFINITY;
        for (String line : measured.lines().toList()) {
            int at = line.indexOf("pts_time:");
            if (at >= 0) {
                time = Double.parseDouble(
                        line.substring(at + "pts_time:".length()).strip());
                continue;
            }
            String value = line.substring(line.indexOf('=') + 1).strip();
            boolean above = !value.equals("-inf") && Double.parseDouble(value) > threshold;
            if (above && time - lastAbove > QUIET_SECONDS) {
                found.add(time);
            }
            lastAbove = above ? time : lastAbove;
        }
        return found;
    }
}
