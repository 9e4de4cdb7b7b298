package dev.sluice.transcoder;

import dev.sluice.engine.port.TranscodeListener;
import dev.sluice.engine.port.VideoRung;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.VideoEncoder;
import dev.sluice.ffmpeg.codec.VideoEncoderSettings;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import org.jspecify.annotations.Nullable;

/** Pictures of one rung to samples. The encoder is opened when the first picture shows its colours. */
final class EncodeStage implements Stage {
    private final VideoRung rung;
    private final int threads;
    private final boolean lowLatency;
    private final EncoderFactory encoders;
    private final StageQueue<RungFrame> frames;
    private final TranscodeListener listener;
    private final SessionFigures figures;
    private final NativeMemory memory;
    private @Nullable VideoEncoder encoder;

    EncodeStage(
            VideoRung rung,
            int threads,
            boolean lowLatency,
            EncoderFactory encoders,
            StageQueue<RungFrame> frames,
            TranscodeListener listener,
            SessionFigures figures,
            NativeMemory memory) {
        this.rung = rung;
        this.threads = threads;
        this.lowLatency = lowLatency;
        this.encoders = encoders;
        this.frames = frames;
        this.listener = listener;
        this.figures = figures;
        this.memory = memory;
    }

    @Override
    public String name() {
        return rung.name();
    }

    @Override
    public void run() throws FfmpegException {
        try {
            @Nullable RungFrame next;
            while ((next = frames.take()) != null) {
                try (RungFrame owned = next) {
                    encoderFor(owned).encode(owned.frame(), owned.idr(), this::give);
                }
            }
            VideoEncoder opened = encoder;
            if (opened != null && !frames.isAborted()) {
                opened.drain(this::give);
            }
        } finally {
            discard();
        }
    }

    @Override
    public void discard() {
        if (encoder != null) {
            encoder.close();
        }
    }

    private VideoEncoder encoderFor(RungFrame first) throws FfmpegException {
        VideoEncoder opened = encoder;
        if (opened == null) {
            opened = encoders.open(settings(first), memory);
            encoder = opened;
            figures.onEncoder(rung.name(), opened.name());
            listener.onTrack(rung.name(), Track.video(opened.parameters()));
        }
        return opened;
    }

    private VideoEncoderSettings settings(RungFrame first) {
        return VideoEncoderSettings.of(rung.width(), rung.height(), first.frameRate(), rung.preset())
                .bitrate(rung.bitrateBps(), rung.maxBitrateBps(), rung.bufferBits())
                .threads(threads)
                .lowLatency(lowLatency)
                .colour(first.frame().colour())
                .build();
    }

    private void give(EncodedSample sample) {
        figures.onEncoded(rung.name(), sample.ptsTicks());
        listener.onSample(rung.name(), sample);
    }
}
