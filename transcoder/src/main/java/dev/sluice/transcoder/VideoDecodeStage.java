package dev.sluice.transcoder;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.codec.VideoDecoder;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.media.EncodedSample;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples to pictures. A live session whose decoder itself is too slow leaves samples out up to the next sync sample
 * once it is past the hard delay bound.
 */
final class VideoDecodeStage implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(VideoDecodeStage.class);
    private static final long LOG_EVERY_ERRORS = 100;

    private final VideoDecoder decoder;
    private final StageQueue<EncodedSample> samples;
    private final StageQueue<VideoFrame> frames;
    private final SessionFigures figures;
    private final long maxDelayTicks;
    private final int maxSilentAccessUnits;
    private int silentAccessUnits;
    private boolean skipping;

    /** @param maxDelayTicks {@code Long.MAX_VALUE} when nothing may be left out */
    VideoDecodeStage(
            VideoDecoder decoder,
            StageQueue<EncodedSample> samples,
            StageQueue<VideoFrame> frames,
            SessionFigures figures,
            long maxDelayTicks,
            int maxSilentAccessUnits) {
        this.decoder = decoder;
        this.samples = samples;
        this.frames = frames;
        this.figures = figures;
        this.maxDelayTicks = maxDelayTicks;
        this.maxSilentAccessUnits = maxSilentAccessUnits;
    }

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public void run() throws FfmpegException {
        try (decoder) {
            @Nullable EncodedSample sample;
            while ((sample = samples.take()) != null) {
                if (!leaveOut(sample)) {
                    decode(sample);
                }
            }
            if (!samples.isAborted()) {
                decoder.drain(this::give);
            }
        }
        frames.end();
    }

    @Override
    public void discard() {
        decoder.close();
    }

    private void decode(EncodedSample sample) throws FfmpegException {
        silentAccessUnits++;
        try {
            decoder.decode(sample, this::give);
        } catch (FfmpegException e) {
            logRarely(LOG, figures.decodeErrors, sample, e);
        }
        if (silentAccessUnits > maxSilentAccessUnits) {
            throw new FfmpegException("the decoder " + decoder.name() + " made no picture of the last "
                    + silentAccessUnits + " samples; is the source broken?");
        }
    }

    private boolean leaveOut(EncodedSample sample) {
        if (skipping && sample.syncSample()) {
            skipping = false;
        } else if (!skipping && figures.lateTicks(sample.ptsTicks()) > maxDelayTicks) {
            skipping = true;
            decoder.reset();
        }
        if (skipping) {
            figures.droppedFrames.incrementAndGet();
        }
        return skipping;
    }

    private void give(VideoFrame frame) {
        silentAccessUnits = 0;
        figures.decodedFrames.incrementAndGet();
        frames.put(frame);
    }

    static void logRarely(Logger log, AtomicLong errors, EncodedSample sample, FfmpegException e) {
        long count = errors.incrementAndGet();
        if (count % LOG_EVERY_ERRORS == 1) {
            log.warn(
                    "sample at {} of track {}: {} ({} so far)",
                    sample.ptsTicks(),
                    sample.trackId(),
                    e.getMessage(),
                    count);
        }
    }
}
