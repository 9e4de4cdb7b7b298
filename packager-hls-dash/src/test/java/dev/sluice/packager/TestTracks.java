package dev.sluice.packager;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.codec.Av1Parameters;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.HevcParameters;
import dev.sluice.media.codec.OpusParameters;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.codec.Vp9Parameters;
import dev.sluice.media.io.Payload;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Tracks and samples whose bytes are not decodable but shaped like the real ones. */
public final class TestTracks {
    public static final VideoFormat HD = new VideoFormat(1280, 720, Rational.ONE, new Rational(30, 1));

    private TestTracks() {}

    public static Track avc(VideoFormat format) {
        Payload record = hex("0164001fffe1000467640000010002688001");
        return Track.video(
                new AvcParameters(format, List.of(hex("67640000")), List.of(hex("6880")), record, "avc1.64001F"));
    }

    public static Track hevc() {
        return Track.video(new HevcParameters(HD, List.of(), hex("0101600000009000"), "hvc1.1.6.L93.90"));
    }

    public static Track av1() {
        return Track.video(new Av1Parameters(HD, hex("81050c00"), "av01.0.05M.08"));
    }

    public static Track vp9() {
        return Track.video(new Vp9Parameters(HD, hex("01000000001f80020202 0000".replace(" ", "")), "vp09.00.31.08"));
    }

    public static Track aac() {
        return Track.audio(new AacParameters(2, 48_000, 2, 1024, hex("1190")));
    }

    public static Track opus() {
        return Track.audio(new OpusParameters(2, 312, 960, hex("000201380000bb80000000")));
    }

    public static EncodedSample video(long ptsTicks, long dtsTicks, boolean sync, int sizeBytes) {
        return new EncodedSample(Track.VIDEO_ID, ptsTicks, dtsTicks, sync, filled(sizeBytes));
    }

    public static EncodedSample audio(long ptsTicks, int sizeBytes) {
        return new EncodedSample(Track.AUDIO_ID, ptsTicks, ptsTicks, true, filled(sizeBytes));
    }

    public static Payload hex(String digits) {
        return Payload.wrap(HexFormat.of().parseHex(digits));
    }

    private static Payload filled(int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        Arrays.fill(bytes, (byte) sizeBytes);
        return Payload.wrap(bytes);
    }
}
