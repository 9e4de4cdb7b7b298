package dev.sluice.packager;

import dev.sluice.media.Timescale;
import dev.sluice.media.TrackType;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drives a presentation as the live pipeline does: 30 fps video with an IDR every 2 s, 48 kHz AAC, boundaries at IDRs.
 */
final class SyntheticStream {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final int FRAME_TICKS = 3_000;
    static final int FRAMES_PER_GOP = 60;
    static final List<RenditionPlan> LADDER = List.of(
            new RenditionPlan("720p", TrackType.VIDEO, 2_800_000),
            new RenditionPlan("360p", TrackType.VIDEO, 800_000),
            new RenditionPlan("audio", TrackType.AUDIO, 128_000));
    static final List<RenditionPlan> AUDIO_ONLY = LADDER.subList(2, 3);

    final RecordingListener listener = new RecordingListener();
    final LivePresentation presentation;
    private long audioTicks;

    SyntheticStream() {
        this(0, Duration.ofMillis(500), Duration.ofSeconds(8), "/api/v1/time");
    }

    SyntheticStream(long firstNumber, Duration part, Duration window, @Nullable String utcTimingUrl) {
        PresentationSettings settings = new PresentationSettings(
                START,
                firstNumber,
                /* firstDiscontinuityNumber= */ 7,
                Duration.ofSeconds(2),
                part,
                window,
                utcTimingUrl);
        presentation = new LivePresentation(settings, listener, InstantSource.fixed(START.plusSeconds(60)));
    }

    void startPeriod(List<RenditionPlan> plans, long startPtsTicks) {
        presentation.startPeriod(plans, startPtsTicks);
        audioTicks = Math.ceilDiv(startPtsTicks * 48_000, 90_000L);
        for (RenditionPlan plan : plans) {
            presentation.onTrack(
                    plan.name(),
                    switch (plan.name()) {
                        case "720p" -> TestTracks.avc(TestTracks.HD);
                        case "360p" -> TestTracks.avc(new VideoFormat(640, 360, Rational.ONE, new Rational(30, 1)));
                        default -> TestTracks.aac();
                    });
        }
    }

    /** A GOP of every planned rendition, from the given time, declared as a segment. */
    void gop(List<RenditionPlan> plans, long startPtsTicks) {
        presentation.onSegmentBoundary(startPtsTicks);
        for (int i = 0; i < FRAMES_PER_GOP; i++) {
            long ptsTicks = startPtsTicks + (long) i * FRAME_TICKS;
            for (RenditionPlan plan : plans) {
                if (plan.type() == TrackType.VIDEO) {
                    int sizeBytes = plan.declaredBitrateBps() / 8 / 30;
                    presentation.onSample(plan.name(), TestTracks.video(ptsTicks, ptsTicks, i == 0, sizeBytes));
                }
            }
            audioUntil(plans, ptsTicks + FRAME_TICKS);
            presentation.onWatermark(ptsTicks);
        }
    }

    void gops(List<RenditionPlan> plans, long startPtsTicks, int count) {
        for (int i = 0; i < count; i++) {
            gop(plans, startPtsTicks + (long) i * FRAMES_PER_GOP * FRAME_TICKS);
        }
    }

    private void audioUntil(List<RenditionPlan> plans, long ptsTicks) {
        if (!plans.getLast().name().equals("audio")) {
            return;
        }
        long untilTicks = Timescale.VIDEO.rescale(ptsTicks, new Timescale(48_000));
        while (audioTicks < untilTicks) {
            presentation.onSample("audio", TestTracks.audio(audioTicks, 341));
            audioTicks += 1024;
        }
    }
}
