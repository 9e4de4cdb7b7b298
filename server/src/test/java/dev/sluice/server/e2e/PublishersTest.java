package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.ffmpeg.FfmpegPrograms;
import dev.sluice.server.e2e.SluiceProcess.Stream;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What encoders that were not written here push arrives, whole and right, in every rendition of HLS and DASH. */
@Tag("e2e")
@Tag("alone")
@Timeout(180)
class PublishersTest {
    private static final int SECONDS = 10;
    private static final String PICTURE = "testsrc2=size=640x360:rate=25";
    private static final Expected PLAIN = new Expected(2, 25, SECONDS * 25, 48_000, 2, "mp4a");

    @TempDir
    private static Path directory;

    private static SluiceProcess server;

    /**
     * What all renditions must be.
     *
     * @param videoRungs zero for sound alone
     * @param sampleRateHz zero for a picture alone
     */
    private record Expected(
            int videoRungs, double frameRate, int frames, int sampleRateHz, int channelCount, String audioCodec) {}

    @BeforeAll
    static void startServer() throws Exception {
        server = SluiceProcess.start(directory, Ladder.PATIENT, Ladder.arguments(directory));
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @ConcurrentTest
    void ffmpeg_h264WithBFramesAndAac_playsEverywhere() throws Exception {
        List<String> video = Encoders.x264("-bf", "2");
        publishAndWatch(ffmpeg(PICTURE, 48_000, Encoders.all(video, Encoders.aac(48_000, 2))), PLAIN);
    }

    @ConcurrentTest
    void ffmpeg_hevcByEnhancedRtmp_isEncodedForEveryone() throws Exception {
        List<String> video = List.of("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=1");
        publishAndWatch(presets(PICTURE, Encoders.all(video, Encoders.aac(48_000, 2))), PLAIN);
    }

    @ConcurrentTest
    void ffmpeg_vp9AndOpusByEnhancedRtmp_areEncodedForEveryone() throws Exception {
        List<String> video = List.of("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "50");
        List<String> audio = List.of("-c:a", "libopus", "-b:a", "64k");
        publishAndWatch(presets(PICTURE, Encoders.all(video, audio)), PLAIN);
    }

    @ConcurrentTest
    void ffmpeg_soundAlone_playsEverywhere() throws Exception {
        Expected expected = new Expected(0, 0, 0, 48_000, 2, "mp4a");
        publishAndWatch(ffmpeg("", 48_000, Encoders.aac(48_000, 2)), expected);
    }

    @ConcurrentTest
    void ffmpeg_pictureAlone_playsEverywhere() throws Exception {
        Expected expected = new Expected(2, 25, SECONDS * 25, 0, 0, "");
        publishAndWatch(ffmpeg(PICTURE, 0, Encoders.x264()), expected);
    }

    @ConcurrentTest
    void ffmpeg_ntscRateAnd44kHzMono_keepTheirRates() throws Exception {
        String ntsc = "testsrc2=size=640x360:rate=30000/1001";
        Expected expected = new Expected(2, 30_000 / 1001.0, SECONDS * 30_000 / 1001 + 1, 44_100, 1, "mp4a");
        publishAndWatch(ffmpeg(ntsc, 44_100, Encoders.all(Encoders.x264(), Encoders.aac(44_100, 1))), expected);
    }

    @ConcurrentTest
    void ffmpeg_variableFrameRate_keepsEveryFrame() throws Exception {
        // Two seconds of every frame, then two of every third, over and over.
        String varying = PICTURE + ",select='if(lt(mod(t,4),2),1,not(mod(n,3)))'";
        List<String> video = Encoders.x264("-vsync", "vfr");
        Expected expected = new Expected(2, 0, 3 * 50 + 17 + 17, 48_000, 2, "mp4a");
        publishAndWatch(ffmpeg(varying, 48_000, Encoders.all(video, Encoders.aac(48_000, 2))), expected);
    }

    @ConcurrentTest
    void gstreamerRtmp2Sink_h264AndAac_playsEverywhere() throws Exception {
        publishAndWatch(url -> Encoders.gstreamer("rtmp2sink", SECONDS * 25, url), PLAIN);
    }

    @ConcurrentTest
    void librtmp_h264AndAac_playsEverywhere() throws Exception {
        publishAndWatch(url -> Encoders.gstreamer("rtmpsink", SECONDS * 25, url), PLAIN);
    }

    /** The command that publishes to a URL. */
    private interface Encoder {
        List<String> command(String url);
    }

    private static Encoder ffmpeg(String picture, int sampleRateHz, List<String> options) {
        return url -> Encoders.ffmpeg("ffmpeg", picture, sampleRateHz, SECONDS, options, url);
    }

    private static Encoder presets(String picture, List<String> options) {
        String program = FfmpegPrograms.ffmpeg().toString();
        return url -> Encoders.ffmpeg(program, picture, 48_000, SECONDS, options, url);
    }

    private static void publishAndWatch(Encoder encoder, Expected expected) throws Exception {
        Stream stream = server.createStream("a publisher");
        Player player = new Player(server, stream);
        try (RunningProgram program =
                RunningProgram.start(directory, "encoder", Map.of(), encoder.command(stream.publishUrl()))) {
            try {
                player.awaitSegments(3);
                probeAll(player, stream, expected);
                program.awaitSuccess(SluiceProcess.PATIENCE);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\nThe encoder said:\n" + program.tail(), e);
            }
        }
        player.awaitEnd(SluiceProcess.PATIENCE);
        decodeAll(player, stream, expected);
    }

    private static void probeAll(Player player, Stream stream, Expected expected) throws Exception {
        List<Hls.Rendition> renditions = player.renditions();
        int audio = expected.sampleRateHz() == 0 ? 0 : 1;
        assertThat(renditions).hasSize(expected.videoRungs() + audio);
        int[] heights = {360, 240};
        for (int i = 0; i < renditions.size(); i++) {
            Hls.Rendition rendition = renditions.get(i);
            List<JsonObject> seen = Tool.probe(player.url(rendition.uri()));
            assertThat(seen).as(rendition.uri()).hasSize(1);
            if (i < expected.videoRungs()) {
                assertThat(rendition.height()).isEqualTo(heights[i]);
                assertThat(rendition.codecs()).startsWith("avc1.");
                checkPicture(seen.getFirst(), heights[i], expected);
            } else {
                checkSound(seen.getFirst(), expected);
            }
        }
        checkDash(player, stream, expected);
    }

    private static void checkDash(Player player, Stream stream, Expected expected) throws Exception {
        List<JsonObject> seen = Tool.probe(server.dashUrl(stream));
        List<JsonObject> pictures = ofType(seen, "video");
        assertThat(pictures).extracting(each -> each.getInteger("height")).hasSize(expected.videoRungs());
        for (JsonObject picture : pictures) {
            checkPicture(picture, picture.getInteger("height"), expected);
        }
        List<JsonObject> sounds = ofType(seen, "audio");
        assertThat(sounds).hasSize(expected.sampleRateHz() == 0 ? 0 : 1);
        for (JsonObject sound : sounds) {
            checkSound(sound, expected);
        }
        for (Dash.Representation representation : player.manifest().representations()) {
            boolean video = representation.contentType().equals("video");
            assertThat(representation.codecs()).startsWith(video ? "avc1." : expected.audioCodec());
        }
    }

    private static List<JsonObject> ofType(List<JsonObject> streams, String type) {
        return streams.stream()
                .filter(each -> each.getString("codec_type").equals(type))
                .toList();
    }

    private static void checkPicture(JsonObject seen, int height, Expected expected) {
        assertThat(seen.getString("codec_name")).isEqualTo("h264");
        assertThat(seen.getInteger("height")).isEqualTo(height);
        assertThat(seen.getInteger("width")).isEqualTo(height == 360 ? 640 : 426);
        if (expected.frameRate() > 0) {
            String[] rate = seen.getString("avg_frame_rate").split("/", -1);
            double frameRate = Double.parseDouble(rate[0]) / Double.parseDouble(rate[1]);
            assertThat(frameRate).as("average frame rate").isCloseTo(expected.frameRate(), within(0.5));
        }
    }

    private static void checkSound(JsonObject seen, Expected expected) {
        assertThat(seen.getString("codec_name")).isEqualTo("aac");
        assertThat(Integer.parseInt(seen.getString("sample_rate"))).isEqualTo(expected.sampleRateHz());
        assertThat(seen.getInteger("channels")).isEqualTo(expected.channelCount());
    }

    private static void decodeAll(Player player, Stream stream, Expected expected) throws Exception {
        for (Hls.Rendition rendition : player.renditions()) {
            Tool.Decoded decoded = Tool.decode(player.url(rendition.uri()));
            if (rendition.isVideo()) {
                assertThat(decoded.frames()).as("frames of " + rendition.name()).isEqualTo(expected.frames());
            }
            assertLength(rendition.name(), decoded);
        }
        assertLength("HLS", Tool.decode(server.hlsUrl(stream)));
        assertLength("DASH", Tool.decode(server.dashUrl(stream)));
    }

    private static void assertLength(String what, Tool.Decoded decoded) {
        Duration length = Duration.ofNanos(decoded.endUs() * 1000);
        assertThat(length.toMillis()).as("length of " + what).isCloseTo(SECONDS * 1000L, within(250L));
    }
}
