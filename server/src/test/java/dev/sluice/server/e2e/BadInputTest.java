package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.e2e.SluiceProcess.Stream;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that are broken or mean, beside a good one. Each is told apart by a counter and one line of log, and the good
 * stream never notices.
 */
@Tag("e2e")
@Timeout(180)
class BadInputTest {
    private static final String PICTURE = "testsrc2=size=640x360:rate=25";
    private static final int LONG = 300;
    private static final int AVC_SEQUENCE_HEADER = 0;
    private static final int AVC_FRAME = 1;
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    @TempDir
    private static Path directory;

    private static SluiceProcess server;
    private static RunningProgram goodPublisher;
    private static Stream good;

    private long lastNumber;
    /** Sound from before the first key frame counts as dropped when a stream begins. */
    private long droppedSamples;

    @BeforeAll
    static void startServerAndGoodStream() throws Exception {
        Map<String, String> settings = new HashMap<>(Ladder.PATIENT);
        settings.put("SLUICE_RTMP_FIRST_MEDIA_TIMEOUT", "2s");
        settings.put("SLUICE_RTMP_SETUP_TIMEOUT", "4s");
        server = SluiceProcess.start(directory, settings, Ladder.arguments(directory));
        good = server.createStream("the good one");
        List<String> options = Encoders.all(Encoders.x264(), Encoders.aac(48_000, 2));
        List<String> command = Encoders.ffmpeg("ffmpeg", PICTURE, 48_000, LONG, options, good.publishUrl());
        goodPublisher = RunningProgram.start(directory, "good", Map.of(), command);
        new Player(server, good).awaitSegments(2);
    }

    @AfterAll
    static void stop() {
        goodPublisher.close();
        server.close();
    }

    @BeforeEach
    void rememberGoodStream() throws Exception {
        lastNumber = lastNumber();
        droppedSamples = droppedSamples(server.stats(good));
    }

    private static long droppedSamples(JsonObject stats) {
        return stats.getJsonArray("subscribers").getJsonObject(0).getLong("dropped_samples");
    }

    @AfterEach
    void goodStream_goesOnUntouched() throws Exception {
        Await.until("the good stream goes on", SluiceProcess.PATIENCE, () -> lastNumber() > lastNumber);
        assertThat(goodPublisher.isAlive()).isTrue();
        JsonObject stats = server.stats(good);
        assertThat(stats.getString("state")).isEqualTo("live");
        assertThat(stats.getLong("discontinuities")).isZero();
        assertThat(stats.getLong("frames_dropped")).isZero();
        assertThat(stats.getLong("decode_errors")).isZero();
        assertThat(stats.getLong("misaligned_segments")).isZero();
        assertThat(stats.getLong("store_failures")).isZero();
        assertThat(droppedSamples(stats)).isEqualTo(droppedSamples);
        assertThat(server.program().output()).doesNotContain("ERROR", "Exception");
    }

    @Test
    void garbage_insteadOfHandshake_isAHandshakeFault() throws Exception {
        expect("handshake", client -> client.send(new byte[] {(byte) 0xF0, 1, 2, 3}));
    }

    @Test
    void client_thatLeavesInsideTheHandshake_isAHandshakeFault() throws Exception {
        expect("handshake", client -> {
            client.send(new byte[] {3, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3});
            client.endOutput();
        });
    }

    @Test
    void tlsHello_whichCouldBeAFutureVersion_timesOut() throws Exception {
        expect("timeout", client -> client.send(new byte[] {0x16, 3, 1, 0, (byte) 0xFF, 1, 2, 3}));
    }

    @Test
    void httpRequest_onTheRtmpPort_isAHandshakeFault() throws Exception {
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        expect("handshake", client -> client.send(request.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void garbage_behindTheHandshake_isAChunkFault() throws Exception {
        byte[] garbage = new byte[4096];
        Arrays.fill(garbage, (byte) 0xFF);
        expect("chunk", client -> {
            client.handshake();
            client.send(garbage);
        });
    }

    @Test
    void messageLength_overTheLimit_isALimitFault() throws Exception {
        expect("limit", client -> {
            client.connect();
            client.send(RawRtmp.header(RawRtmp.VIDEO, 1, 0, 0xFFFFFF, new byte[64]));
        });
    }

    @Test
    void chunkSize_ofZero_isAChunkFault() throws Exception {
        expect("chunk", client -> {
            client.handshake();
            client.send(RawRtmp.message(1, 0, 0, new byte[4]));
        });
    }

    @Test
    void amf_nestedAThousandDeep_isAnAmfFault() throws Exception {
        expect("amf", client -> {
            client.handshake();
            client.send(RawRtmp.nestedConnect(1000));
        });
    }

    @Test
    void sps_ofAHugePicture_isAMediaFault() throws Exception {
        Stream stream = server.createStream("huge");
        expect("media", client -> {
            client.publish(stream.key());
            client.awaitText("NetStream.Publish.Start");
            client.send(RawRtmp.message(RawRtmp.VIDEO, 1, 0, avcTag(AVC_SEQUENCE_HEADER, hugePicture())));
        });
        Await.until("the stream ends", SluiceProcess.PATIENCE, () -> !server.status(stream)
                .equals("live"));
    }

    @Test
    void frames_withoutSequenceHeader_areAFaultOfTheirOwn() throws Exception {
        Stream stream = server.createStream("no header");
        expect("no_sequence_header", client -> {
            client.publish(stream.key());
            client.awaitText("NetStream.Publish.Start");
            for (int i = 0; i < 20; i++) {
                client.send(RawRtmp.message(RawRtmp.VIDEO, 1, i * 40, avcTag(AVC_FRAME, "00000002650088")));
            }
        });
    }

    @Test
    void streamKey_withPathCharacters_isRefused() throws Exception {
        expect("refused", client -> {
            client.publish("../../" + good.key());
            client.awaitText("NetStream.Publish.Denied");
        });
    }

    @Test
    void streamKey_thatIsWrong_isRefusedAtOnce() throws Exception {
        expect("refused", client -> {
            client.publish("live_sk_wrong0000000000000000000000");
            client.awaitText("NetStream.Publish.Denied");
        });
    }

    @Test
    void ffmpeg_withWrongKey_saysWhyAndEnds() throws Exception {
        double before = faults("refused");
        String url = "rtmp://127.0.0.1:" + server.rtmpPort() + "/live/live_sk_wrong0000000000000000000000";
        List<String> options = Encoders.all(Encoders.x264(), Encoders.aac(48_000, 2));
        List<String> command = Encoders.ffmpeg("ffmpeg", PICTURE, 48_000, LONG, options, url);
        try (RunningProgram program = RunningProgram.start(directory, "wrong", Map.of(), command)) {
            assertThat(program.await(SluiceProcess.PATIENCE)).isNotZero();
            assertThat(program.output()).contains("not allowed");
        }
        assertThat(faults("refused")).isEqualTo(before + 1);
    }

    /** What a bad client does once it is connected. */
    private interface Misdeed {
        void commit(RawRtmp client) throws IOException;
    }

    /** The server closes the connection, counts one fault of this kind and logs it in one line. */
    private static void expect(String fault, Misdeed misdeed) throws Exception {
        double before = faults(fault);
        String name;
        try (RawRtmp client = new RawRtmp(server.rtmpPort())) {
            name = client.name() + ":";
            misdeed.commit(client);
            boolean waits = fault.equals("no_sequence_header") || fault.equals("timeout");
            Duration patience = waits ? AT_ONCE.plusSeconds(6) : AT_ONCE;
            assertThat(client.awaitClose()).isLessThan(patience);
        }
        assertThat(faults(fault)).as("counter of %s", fault).isEqualTo(before + 1);
        Await.until("a log line of " + name, SluiceProcess.PATIENCE, () -> !warnings(name)
                .isEmpty());
        assertThat(warnings(name)).hasSize(1).allMatch(line -> line.contains(fault.toUpperCase(Locale.ROOT)));
    }

    private static List<String> warnings(String connection) {
        try {
            return server.program()
                    .output()
                    .lines()
                    .filter(line -> line.contains("WARN") && line.contains(connection))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the server's output", e);
        }
    }

    private static double faults(String fault) throws Exception {
        String name = "sluice_rtmp_faults_total{fault=\"" + fault + "\"}";
        return server.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(
                        line -> Double.parseDouble(line.substring(name.length()).strip()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    private static long lastNumber() throws Exception {
        Player player = new Player(server, good);
        return player.media(player.renditions().getFirst()).lastNumber();
    }

    private static byte[] avcTag(int packetType, String bodyHex) {
        return bytes("17" + String.format("%02x", packetType) + "000000" + bodyHex);
    }

    /** An AVCDecoderConfigurationRecord whose SPS says 4096 by 4096 macroblocks. */
    private static String hugePicture() {
        // seq_parameter_set_id, log2_max_frame_num, then poc type 2, one reference, no gaps.
        String size = ue(0) + ue(0) + ue(2) + ue(1) + "0" + ue(4095) + ue(4095);
        // frame_mbs_only, direct_8x8_inference, no cropping, no VUI, the stop bit.
        String bits = size + "1" + "1" + "0" + "0" + "1";
        String padded = bits + "0".repeat((8 - bits.length() % 8) % 8);
        StringBuilder sps = new StringBuilder("6742C03E");
        for (int at = 0; at < padded.length(); at += 8) {
            sps.append(String.format("%02x", Integer.parseInt(padded.substring(at, at + 8), 2)));
        }
        String spsLength = String.format("%04x", sps.length() / 2);
        return "0142C03EFFE1" + spsLength + sps + "01" + "0004" + "68CE3C80";
    }

    /** An unsigned Exp-Golomb code (ITU-T H.264 section 9.1) in binary digits. */
    private static String ue(int value) {
        String digits = Integer.toBinaryString(value + 1);
        return "0".repeat(digits.length() - 1) + digits;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
