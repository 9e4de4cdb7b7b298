package dev.sluice.vod.encode;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.H264EncoderKind;
import dev.sluice.ffmpeg.codec.Scaler;
import dev.sluice.ffmpeg.codec.VideoEncoder;
import dev.sluice.ffmpeg.codec.VideoEncoderSettings;
import dev.sluice.ffmpeg.codec.VideoEncoders;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.vod.plan.LadderPlan.VideoPlan;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;

/** One rung of one piece: a scaler, an encoder, and the samples on their way into segments. One thread. */
final class RungEncoder implements AutoCloseable {
    /** Only encoders that make the same bytes on every machine. */
    private static final List<H264EncoderKind> KINDS = List.of(H264EncoderKind.X264, H264EncoderKind.OPENH264);

    private final VideoRendition rendition;
    private final Scaler scaler;
    private final VideoEncoder encoder;
    private final SegmentCutter cutter;
    private final ArrayDeque<EncodedSample> made = new ArrayDeque<>();
    private long lastAdmittedTicks = Long.MIN_VALUE / 2;

    private RungEncoder(VideoRendition rendition, Scaler scaler, VideoEncoder encoder, SegmentCutter cutter) {
        this.rendition = rendition;
        this.scaler = scaler;
        this.encoder = encoder;
        this.cutter = cutter;
    }

    static RungEncoder open(VideoPlan plan, VideoRendition rendition, SegmentCutter cutter, NativeMemory memory)
            throws FfmpegException {
        VideoEncoderSettings settings = VideoEncoderSettings.cappedQuality(
                        rendition.width(),
                        rendition.height(),
                        rendition.crf(),
                        rendition.maxBitrateBps(),
                        rendition.bufferBits(),
                        rendition.frameRate(),
                        plan.preset())
                .withColour(plan.colour());
        VideoEncoder encoder = VideoEncoders.open(KINDS, settings, memory);
        try {
            return new RungEncoder(
                    rendition, new Scaler(rendition.width(), rendition.height(), memory), encoder, cutter);
        } catch (FfmpegException e) {
            encoder.close();
            throw e;
        }
    }

    Track track() {
        return Track.video(encoder.parameters());
    }

    /** Whether this rung shows the picture; asked once per picture, in order. */
    boolean admits(long ptsTicks, boolean segmentStart) {
        if (!segmentStart && ptsTicks - lastAdmittedTicks < rendition.minDistanceTicks()) {
            return false;
        }
        lastAdmittedTicks = ptsTicks;
        return true;
    }

    /** The picture in this rung's size, which the caller owns. */
    VideoFrame scale(VideoFrame larger) throws FfmpegException {
        return scaler.scale(larger);
    }

    void encode(VideoFrame scaled, boolean segmentStart) throws FfmpegException, IOException {
        encoder.encode(scaled, segmentStart, made::add);
        handOn();
    }

    void finish() throws FfmpegException, IOException {
        encoder.drain(made::add);
        handOn();
        cutter.finish();
    }

    @Override
    public void close() {
        encoder.close();
        scaler.close();
    }

    private void handOn() throws IOException {
        EncodedSample sample = made.poll();
        while (sample != null) {
            cutter.add(sample);
            sample = made.poll();
        }
    }
}
