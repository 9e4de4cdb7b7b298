package dev.sluice.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.sluice.engine.live.EndReason;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.rtmp.fault.RtmpFault;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Encoders that were not written here, over loopback. */
@Tag("integration")
@Timeout(120)
class RealClientsTest {
    private static final int VIDEO_FRAMES = 75;

    private final RecordingIngest ingest = new RecordingIngest();
    private final RtmpServer server =
            new RtmpServer(RtmpSettings.defaults().withAddress("127.0.0.1", /* newPort= */ 0), ingest);

    @TempDir
    private Path logs;

    private String url = "";

    @BeforeEach
    void startServer() throws IOException {
        url = "rtmp://127.0.0.1:" + server.start() + "/live/";
    }

    @AfterEach
    void stopServer() {
        server.stop();
    }

    @Test
    void ffmpeg_publishesH264WithBFramesAndAac_everyFrameArrives() throws Exception {
        run(ffmpeg("-bf", "2", url + RecordingIngest.KEY), /* expectedSuccess= */ true);

        RecordingIngest.Recording recording = ingest.recording();
        assertThat(recording.ended().await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(recording.ends()).containsExactly(EndReason.PUBLISHER_LEFT);
        assertThat(recording.trackLists()).hasSize(1);
        List<Track> tracks = recording.trackLists().getFirst();
        assertThat(tracks).extracting(Track::id).containsExactly(Track.VIDEO_ID, Track.AUDIO_ID);
        AvcParameters video = (AvcParameters) tracks.getFirst().codec();
        assertThat(video.format().width()).isEqualTo(320);
        assertThat(video.format().height()).isEqualTo(180);
        AacParameters audio = (AacParameters) tracks.getLast().codec();
        assertThat(audio.sampleRateHz()).isEqualTo(48_000);

        List<EncodedSample> frames = recording.samples(Track.VIDEO_ID);
        assertThat(frames).hasSize(VIDEO_FRAMES);
        assertThat(frames.getFirst().syncSample()).isTrue();
        assertThat(frames).filteredOn(EncodedSample::syncSample).hasSize(3);
        assertThat(frames).anyMatch(frame -> frame.ptsTicks() > frame.dtsTicks());
        assertRisingDts(frames);
        List<EncodedSample> sound = recording.samples(Track.AUDIO_ID);
        assertRisingDts(sound);
        long soundUs = new Timescale(48_000)
                .toMicros(sound.getLast().dtsTicks() - sound.getFirst().dtsTicks());
        assertThat(soundUs).isBetween(2_900_000L, 3_100_000L);
        assertThat(server.stats().faults().values()).containsOnly(0L);
    }

    @Test
    void ffmpeg_withWrongKey_isRefusedAtOnceAndDeliversNothing() throws Exception {
        String log = run(ffmpeg("-bf", "0", url + "wrong-key"), /* expectedSuccess= */ false);

        assertThat(log).contains("This stream key may not publish.");
        assertThat(ingest.recording().samples()).isEmpty();
        assertThat(server.stats().publishesRefused()).isEqualTo(1);
        assertThat(server.stats().faults()).containsEntry(RtmpFault.REFUSED, 1L);
    }

    @Test
    void gstreamerRtmp2Sink_publishesH264AndAac_everyFrameArrives() throws Exception {
        run(gstreamer("rtmp2sink", "location=" + url + RecordingIngest.KEY), /* expectedSuccess= */ true);

        assertGstreamerStreamArrived();
    }

    /** The sink of GStreamer's older plug-in is librtmp, whose handshake and chunks OBS has inherited. */
    @Test
    void gstreamerRtmpSink_publishesThroughLibrtmp_everyFrameArrives() throws Exception {
        run(gstreamer("rtmpsink", "location=" + url + RecordingIngest.KEY + " live=1"), /* expectedSuccess= */ true);

        assertGstreamerStreamArrived();
    }

    private void assertGstreamerStreamArrived() throws InterruptedException {
        RecordingIngest.Recording recording = ingest.recording();
        assertThat(recording.ended().await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(recording.trackLists().getLast()).hasSize(2);
        assertThat(recording.samples(Track.VIDEO_ID)).hasSize(VIDEO_FRAMES);
        assertThat(recording.samples(Track.AUDIO_ID)).hasSizeGreaterThan(100);
        assertRisingDts(recording.samples(Track.VIDEO_ID));
        assertThat(recording.ends()).hasSize(1);
        assertThat(server.stats().faults().values()).containsOnly(0L);
    }

    @Test
    void ffmpeg_publishesAudioAlone_asOneTrack() throws Exception {
        run(ffmpeg("-vn", url + RecordingIngest.KEY), /* expectedSuccess= */ true);

        RecordingIngest.Recording recording = ingest.recording();
        assertThat(recording.ended().await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(recording.trackLists()).hasSize(1);
        assertThat(recording.trackLists().getFirst()).extracting(Track::id).containsExactly(Track.AUDIO_ID);
        assertThat(recording.samples(Track.AUDIO_ID)).hasSizeGreaterThan(130);
    }

    @Test
    void ffmpegThatIsKilled_losesItsConnectionOnce() throws Exception {
        List<String> command = ffmpeg("-t", "60", url + RecordingIngest.KEY);
        command.add(1, "-re");
        Process client = start(command, logs.resolve("killed.log"));
        try {
            RecordingIngest.Recording recording = ingest.recording();
            assertThat(recording.firstSample().await(30, TimeUnit.SECONDS)).isTrue();
            client.destroyForcibly();
            assertThat(recording.ended().await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(recording.ends()).containsExactly(EndReason.CONNECTION_LOST);
        } finally {
            client.destroyForcibly();
        }
    }

    @Test
    void ffmpeg_publishesOverTls() throws Exception {
        RtmpServer secure = new RtmpServer(
                RtmpSettings.defaults().withAddress("127.0.0.1", /* newPort= */ 0), ingest, selfSigned());
        int port = secure.start();
        try {
            run(ffmpeg("rtmps://127.0.0.1:" + port + "/live/" + RecordingIngest.KEY), /* expectedSuccess= */ true);
            assertThat(ingest.recording().ended().await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            secure.stop();
        }

        assertThat(ingest.recording().samples(Track.VIDEO_ID)).hasSize(VIDEO_FRAMES);
        assertThat(ingest.recording().ends()).containsExactly(EndReason.PUBLISHER_LEFT);
    }

    private SslContext selfSigned() throws Exception {
        Path store = logs.resolve("server.p12");
        String password = "not-a-secret";
        List<String> keytool = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        keytool.addAll(List.of("-keyalg", "EC", "-alias", "rtmps", "-dname", "CN=localhost", "-storetype", "PKCS12"));
        keytool.addAll(List.of("-keystore", store.toString(), "-storepass", password));
        run(keytool, /* expectedSuccess= */ true);
        KeyStore keys = KeyStore.getInstance(store.toFile(), password.toCharArray());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password.toCharArray());
        return SslContextBuilder.forServer(factory).build();
    }

    private static void assertRisingDts(List<EncodedSample> samples) {
        for (int i = 1; i < samples.size(); i++) {
            assertThat(samples.get(i).dtsTicks())
                    .isGreaterThan(samples.get(i - 1).dtsTicks());
        }
    }

    private List<String> ffmpeg(String... ending) {
        List<String> command = new ArrayList<>(List.of(program("ffmpeg", "ffmpeg"), "-hide_banner", "-nostdin"));
        command.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25"));
        command.addAll(List.of("-f", "lavfi", "-i", "sine=sample_rate=48000", "-t", "3"));
        command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"));
        command.addAll(List.of("-c:a", "aac", "-f", "flv"));
        command.addAll(List.of(ending));
        return command;
    }

    private static List<String> gstreamer(String sink, String location) {
        String packages = "gstreamer1.0-tools and gstreamer1.0-plugins-{base,good,bad,ugly}";
        List<String> command = new ArrayList<>(List.of(program("gst-launch-1.0", packages), "-q"));
        command.addAll(List.of("flvmux", "name=mux", "streamable=true", "!", sink, location));
        command.addAll(List.of("videotestsrc", "num-buffers=" + VIDEO_FRAMES, "!"));
        command.addAll(List.of("video/x-raw,width=320,height=180,framerate=25/1", "!"));
        command.addAll(List.of("x264enc", "key-int-max=25", "tune=zerolatency", "!", "h264parse", "!", "mux."));
        command.addAll(List.of("audiotestsrc", "num-buffers=140", "!", "audio/x-raw,rate=48000,channels=2", "!"));
        command.addAll(List.of("voaacenc", "!", "aacparse", "!", "mux."));
        return command;
    }

    private static Process start(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static String program(String name, String debianPackage) {
        for (String folder : System.getenv("PATH").split(":")) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        return fail("This test needs the program " + name + ": install the package " + debianPackage + ".");
    }

    private String run(List<String> command, boolean expectedSuccess) throws IOException, InterruptedException {
        Path log = logs.resolve("client.log");
        Process client = start(command, log);
        try {
            assertThat(client.waitFor(60, TimeUnit.SECONDS)).as("client ended").isTrue();
        } finally {
            client.destroyForcibly();
        }
        String text = readLog(log);
        assertThat(client.exitValue() == 0).as(text).isEqualTo(expectedSuccess);
        return text;
    }

    private static String readLog(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException("client log", e);
        }
    }
}
