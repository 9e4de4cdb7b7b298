package dev.sluice.transcoder;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.codec.SampleSink;
import dev.sluice.ffmpeg.codec.VideoEncoder;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.io.Payload;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives a sample of one byte for each picture, once a test's hook has let it. */
final class FakeEncoder implements VideoEncoder {
    /** Runs on the encoder's thread before each picture. */
    @FunctionalInterface
    interface Hook {
        void beforePicture(int index, long ptsTicks) throws FfmpegException;
    }

    final AtomicInteger closed = new AtomicInteger();
    private final AvcParameters parameters;
    private final Hook hook;
    private int pictures;

    FakeEncoder(AvcParameters parameters, Hook hook) {
        this.parameters = parameters;
        this.hook = hook;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public AvcParameters parameters() {
        return parameters;
    }

    @Override
    public void encode(VideoFrame frame, boolean forceIdr, SampleSink sink) throws FfmpegException {
        hook.beforePicture(pictures++, frame.ptsTicks());
        sink.accept(new EncodedSample(
                Track.VIDEO_ID, frame.ptsTicks(), frame.ptsTicks(), forceIdr, Payload.wrap(new byte[1])));
    }

    @Override
    public void drain(SampleSink sink) {}

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
