package dev.sluice.vod.encode;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.H264EncoderKind;
import dev.sluice.ffmpeg.codec.Scaler;
import dev.sluice.ffmpeg.codec.VideoEncoder;
import dev.sluice.ffmpeg.codec.VideoEncoderSettings;
import dev.sluice.ffmpeg.codec.VideoEncoders;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.ffmpeg.file.VideoFacts;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.Rational;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceProbe;
import dev.sluice.vod.source.StopSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a stretch of a few seconds of stored pictures anew, in their own size, colours and rate, beginning with a key
 * frame: where a clip begins or ends between key frames. On the calling thread alone; safe for any thread.
 */
public final class EdgeEncoder {
    /** The one encoder whose parameter sets can have ids of their own. */
    private static final List<H264EncoderKind> KINDS = List.of(H264EncoderKind.X264);
    /** Not to be told from what was encoded before. */
    private static final int CRF = 18;

    private static final String PRESET = "medium";
    /** A picture that is due within it belongs to the begin: times of requests are milliseconds. */
    private static final long TOLERANCE_TICKS = 180;

    private final SourceLimits limits;

    public EdgeEncoder(SourceLimits limits) {
        this.limits = limits;
    }

    /** Whether this machine has the encoder. */
    public static boolean isUsable() {
        return VideoEncoders.anyUsable(KINDS);
    }

    /**
     * How to encode.
     *
     * @param maxBitrateBps peak over a second
     * @param parameterSetId of its parameter sets, so that they can stand beside those of the other segments
     */
    public record Settings(Rational frameRate, int maxBitrateBps, int parameterSetId) {}

    /**
     * What was encoded.
     *
     * @param samples in the order in which they are decoded and shown; the first is a key frame
     */
    public record Edge(Track track, List<EncodedSample> samples) {}

    /**
     * @param stored a file with the pictures; used by the calling thread only, and not closed
     * @param firstTicks when the first of its pictures is shown, whatever the file says
     * @param fromTicks begin of the stretch: what stands then is shown from then on
     * @param toTicks its end
     * @throws RefusedSourceException when the pictures cannot be decoded
     * @throws FfmpegException when FFmpeg does not do what it must
     * @throws java.util.concurrent.CancellationException when told to stop
     */
    public Edge encode(
            SeekableInput stored, Settings settings, long firstTicks, long fromTicks, long toTicks, StopSignal stop)
            throws IOException, FfmpegException, RefusedSourceException {
        NativeMemory memory = new NativeMemory("edge of a clip");
        List<EncodedSample> samples = new ArrayList<>();
        try (MediaFile file = SourceProbe.open(stored, limits, memory)) {
            VideoFacts facts = file.video().getFirst();
            try (PictureReader reader = PictureReader.open(file, facts.stream().index(), stop);
                    VideoEncoder encoder = VideoEncoders.open(KINDS, encoderSettings(facts, settings), memory);
                    Scaler scaler = new Scaler(facts.width(), facts.height(), memory);
                    PictureLine line =
                            new PictureLine(new long[] {fromTicks}, toTicks, TOLERANCE_TICKS, (picture, start) -> {
                                try (VideoFrame scaled = scaler.scale(picture)) {
                                    encoder.encode(scaled, start, samples::add);
                                }
                            })) {
                feed(reader, firstTicks, line);
                if (!line.finish()) {
                    throw new RefusedSourceException(
                            "not_decodable", "The pictures at the begin or the end of the clip cannot be decoded.");
                }
                encoder.drain(samples::add);
                return new Edge(Track.video(encoder.parameters()), samples);
            }
        }
    }

    private static void feed(PictureReader reader, long firstTicks, PictureLine line)
            throws IOException, FfmpegException, RefusedSourceException {
        boolean wanted = true;
        boolean first = true;
        long shiftTicks = 0;
        while (wanted) {
            try (@Nullable VideoFrame picture = reader.next()) {
                if (picture == null) {
                    return;
                }
                shiftTicks = first ? firstTicks - picture.ptsTicks() : shiftTicks;
                first = false;
                try (VideoFrame there = picture.shareAt(picture.ptsTicks() + shiftTicks)) {
                    wanted = line.add(there);
                }
            }
        }
    }

    private static VideoEncoderSettings encoderSettings(VideoFacts facts, Settings settings) {
        return VideoEncoderSettings.of(facts.width(), facts.height(), settings.frameRate(), PRESET)
                .quality(CRF, settings.maxBitrateBps(), settings.maxBitrateBps())
                .lowLatency(true) // The file's edit list was made for its own reordering.
                .colour(facts.colour())
                .parameterSetId(settings.parameterSetId())
                .build();
    }
}
