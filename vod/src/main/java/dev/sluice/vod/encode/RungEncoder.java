package dev.sluice.vod.encode;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.FileEncoders;
import dev.sluice.ffmpeg.codec.VideoEncoder;
import dev.sluice.ffmpeg.codec.VideoEncoderSettings;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.vod.plan.LadderPlan.VideoPlan;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import java.io.IOException;
import java.util.ArrayDeque;

/** One rung of one piece: an encoder, and the samples on their way into segments. One thread. */
final class RungEncoder implements AutoCloseable {
    private final VideoEncoder encoder;
    private final SegmentCutter cutter;
    private final ArrayDeque<EncodedSample> made = new ArrayDeque<>();

    private RungEncoder(VideoEncoder encoder, SegmentCutter cutter) {
        this.encoder = encoder;
        this.cutter = cutter;
    }

    static RungEncoder open(VideoPlan plan, VideoRendition rendition, SegmentCutter cutter, NativeMemory memory)
            throws FfmpegException {
        VideoEncoderSettings settings = VideoEncoderSettings.of(
                        rendition.width(), rendition.height(), rendition.frameRate(), plan.preset())
                .quality(rendition.crf(), rendition.maxBitrateBps(), rendition.bufferBits())
                .colour(plan.colour())
                .build();
        return new RungEncoder(FileEncoders.open(rendition.codec(), settings, memory), cutter);
    }

    Track track() {
        return Track.video(encoder.parameters());
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
    }

    private void handOn() throws IOException {
        EncodedSample sample = made.poll();
        while (sample != null) {
            cutter.add(sample);
            sample = made.poll();
        }
    }
}
