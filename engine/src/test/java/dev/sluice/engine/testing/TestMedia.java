package dev.sluice.engine.testing;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.HevcParameters;
import dev.sluice.media.codec.OpusParameters;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.io.Payload;
import java.util.List;

/** Tracks and samples whose bytes mean nothing. */
public final class TestMedia {
    public static final Track VIDEO = avc(1280, 720);
    public static final Track AUDIO = aac(48_000, 2);
    /** Ticks of a frame at 30 frames per second. */
    public static final long FRAME = 3000;

    private TestMedia() {}

    public static Track avc(int width, int height) {
        return avc(width, height, Rational.ONE, "avc1.64001f");
    }

    public static Track avc(int width, int height, Rational sampleAspectRatio, String codec) {
        VideoFormat format = new VideoFormat(width, height, sampleAspectRatio, /* frameRate= */ null);
        return Track.video(new AvcParameters(format, List.of(), List.of(), Payload.EMPTY, codec));
    }

    public static Track hevc(int width, int height) {
        VideoFormat format = new VideoFormat(width, height, Rational.ONE, /* frameRate= */ null);
        return Track.video(new HevcParameters(format, List.of(), Payload.EMPTY, "hvc1.1.6.L93.90"));
    }

    public static Track aac(int sampleRateHz, int channelCount) {
        return Track.audio(new AacParameters(2, sampleRateHz, channelCount, 1024, Payload.EMPTY));
    }

    public static Track opus() {
        return Track.audio(new OpusParameters(2, 312, 960, Payload.EMPTY));
    }

    public static EncodedSample video(long ticks, boolean sync) {
        return video(ticks, ticks, sync, 100);
    }

    public static EncodedSample video(long ptsTicks, long dtsTicks, boolean sync, int sizeBytes) {
        return new EncodedSample(Track.VIDEO_ID, ptsTicks, dtsTicks, sync, bytes(sizeBytes));
    }

    public static EncodedSample audio(long ticks) {
        return new EncodedSample(Track.AUDIO_ID, ticks, ticks, true, bytes(20));
    }

    public static Payload bytes(int sizeBytes) {
        return Payload.wrap(new byte[sizeBytes]);
    }
}
