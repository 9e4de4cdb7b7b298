package dev.sluice.packager.cmaf;

import static dev.sluice.packager.TestTracks.audio;
import static dev.sluice.packager.TestTracks.video;
import static dev.sluice.testing.DumpFileAsserts.assertMatchesDump;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.Track;
import dev.sluice.packager.TestTracks;
import dev.sluice.testing.BoxDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrackSegmenterTest {
    private static final int FRAME = 3_000;

    private final List<Segment> segments = new ArrayList<>();
    private final SegmenterCounters counters = new SegmenterCounters();
    private final SegmentBoundaries boundaries = new SegmentBoundaries(0);

    private TrackSegmenter segmenter(Track track, Duration part) {
        SegmenterSettings settings = SegmenterSettings.of(track.timescale(), 7, Duration.ofSeconds(2), part);
        return new TrackSegmenter(track, boundaries, settings, counters, segments::add);
    }

    private TrackSegmenter videoSegmenter() {
        return segmenter(TestTracks.avc(TestTracks.HD), Duration.ofMillis(200));
    }

    @Test
    void bFrames_signedOffsetsAndFirstTfdtAtFirstPts() {
        TrackSegmenter segmenter = videoSegmenter();
        boundaries.declare(6 * FRAME);
        // Decode order I P B B, twice; presentation I B B P. DTS starts two frames before the first PTS.
        for (int gop = 0; gop < 2; gop++) {
            long pts = gop * 6L * FRAME;
            long dts = pts - 2 * FRAME;
            segmenter.onSample(video(pts, dts, true, 900));
            segmenter.onSample(video(pts + 3 * FRAME, dts + FRAME, false, 300));
            segmenter.onSample(video(pts + FRAME, dts + 2 * FRAME, false, 100));
            segmenter.onSample(video(pts + 2 * FRAME, dts + 3 * FRAME, false, 101));
            segmenter.onSample(video(pts + 5 * FRAME, dts + 4 * FRAME, false, 200));
            segmenter.onSample(video(pts + 4 * FRAME, dts + 5 * FRAME, false, 102));
        }
        segmenter.finish();
        assertThat(segments).extracting(Segment::number).containsExactly(7L, 8L);
        assertThat(segments).extracting(Segment::startTicks).containsExactly(0L, 6L * FRAME);
        assertThat(segments).extracting(Segment::durationTicks).containsExactly(6L * FRAME, 6L * FRAME);
        assertMatchesDump("chunks/b_frames.dump", dump(segments));
    }

    @Test
    void parts_neverLongerThanTheTarget_andIndependentOnlyAtSync() {
        TrackSegmenter segmenter = videoSegmenter();
        for (int i = 0; i < 20; i++) {
            segmenter.onSample(video(i * (long) FRAME, i * (long) FRAME, i == 0, 50 + i));
        }
        segmenter.finish();
        List<Part> parts = segments.getFirst().parts();
        assertThat(parts).extracting(Part::durationTicks).containsExactly(18_000L, 18_000L, 18_000L, 6_000L);
        assertThat(parts).extracting(Part::independent).containsExactly(true, false, false, false);
    }

    @Test
    void variableFrameRateAndSyncInTheMiddle_perSampleDurationsAndFlags() {
        TrackSegmenter segmenter = segmenter(TestTracks.avc(TestTracks.HD), Duration.ZERO);
        long[] dts = {0, 3_000, 9_000, 10_000, 20_000};
        for (int i = 0; i < dts.length; i++) {
            segmenter.onSample(video(dts[i], dts[i], i == 0 || i == 3, 10 + i));
        }
        segmenter.finish();
        assertMatchesDump("chunks/variable_frame_rate.dump", dump(segments));
    }

    @Test
    void audio_heldUntilTheWatermark_cutAtTheFirstSampleAtTheBoundary() {
        TrackSegmenter segmenter = segmenter(TestTracks.aac(), Duration.ZERO);
        for (int i = 0; i < 100; i++) {
            segmenter.onSample(audio(i * 1024L, 100));
        }
        boundaries.declare(90_000);
        assertThat(segments).isEmpty();
        segmenter.onWatermark(100_000);
        assertThat(segments).hasSize(1);
        assertThat(segments.getFirst().durationTicks()).isEqualTo(47 * 1024L);
        segmenter.finish();
        assertThat(segments.getLast().startTicks()).isEqualTo(47 * 1024L);
        assertMatchesDump("chunks/audio.dump", dump(segments));
    }

    @Test
    void audioWithoutWatermark_heldTenSecondsAtMost() {
        TrackSegmenter segmenter = segmenter(TestTracks.aac(), Duration.ZERO);
        for (int second = 1; second <= 30; second++) {
            boundaries.declare(second * 90_000L);
        }
        for (int i = 0; i < 20 * 47; i++) {
            segmenter.onSample(audio(i * 1024L, 100));
        }
        assertThat(segments).hasSizeBetween(8, 10);
    }

    @Test
    void noSyncSampleAtTheBoundary_waitsForOneAndCounts() {
        TrackSegmenter segmenter = videoSegmenter();
        boundaries.declare(60 * FRAME);
        for (int i = 0; i < 120; i++) {
            segmenter.onSample(video(i * (long) FRAME, i * (long) FRAME, i == 0 || i == 65, 10));
        }
        segmenter.finish();
        assertThat(segments).extracting(Segment::startTicks).containsExactly(0L, 65L * FRAME);
        assertThat(segments).extracting(Segment::independent).containsExactly(true, true);
        assertThat(counters.misalignedSegments()).isEqualTo(1);
    }

    @Test
    void noSyncSampleAtAll_cutAfterTheGraceTimeAndCounted() {
        TrackSegmenter segmenter = videoSegmenter();
        boundaries.declare(60 * FRAME);
        boundaries.declare(120 * FRAME);
        for (int i = 0; i < 180; i++) {
            segmenter.onSample(video(i * (long) FRAME, i * (long) FRAME, i == 0, 10));
        }
        segmenter.finish();
        assertThat(segments).extracting(Segment::number).containsExactly(7L, 8L, 9L);
        assertThat(segments).extracting(Segment::independent).containsExactly(true, false, false);
        assertThat(counters.misalignedSegments()).isEqualTo(2);
    }

    @Test
    void sampleThatLastsOverBoundaries_gapsKeepNumbersAndTimes() {
        TrackSegmenter segmenter = videoSegmenter();
        for (int second = 1; second <= 4; second++) {
            boundaries.declare(second * 90_000L);
        }
        segmenter.onSample(video(0, 0, true, 10));
        segmenter.onSample(video(310_000, 310_000, true, 10));
        segmenter.finish();
        assertThat(segments).extracting(Segment::number).containsExactly(7L, 8L, 9L, 10L);
        assertThat(segments).extracting(Segment::gap).containsExactly(false, true, true, false);
        assertThat(segments).extracting(Segment::startTicks).containsExactly(0L, 90_000L, 180_000L, 310_000L);
        assertThat(segments.get(0).parts().getFirst().durationTicks()).isEqualTo(310_000);
        assertThat(BoxDump.dump(segments.get(1).body().getFirst().toByteArray()))
                .startsWith("styp");
    }

    @Test
    void dtsNotRising_refusedAndCounted() {
        TrackSegmenter segmenter = videoSegmenter();
        segmenter.onSample(video(0, 0, true, 10));
        segmenter.onSample(video(0, 0, false, 10));
        segmenter.onSample(video(FRAME, -FRAME, false, 10));
        segmenter.onSample(video(FRAME, FRAME, false, 10));
        segmenter.finish();
        assertThat(segments.getFirst().sampleCount()).isEqualTo(2);
        assertThat(counters.refusedSamples()).isEqualTo(2);
    }

    @Test
    void boundaryNeverComes_segmentIsBounded() {
        TrackSegmenter segmenter = videoSegmenter();
        for (int i = 0; i < 3_000; i++) {
            segmenter.onSample(video(i * (long) FRAME, i * (long) FRAME, i % 60 == 0, 10));
        }
        assertThat(counters.refusedSamples()).isGreaterThan(2_000);
        boundaries.declare(3_000 * FRAME);
        segmenter.onSample(video(3_000L * FRAME, 3_000L * FRAME, true, 10));
        assertThat(segments).hasSize(1);
        long decodeTicks = segments.getFirst().parts().stream()
                .mapToLong(Part::durationTicks)
                .sum();
        assertThat(decodeTicks).isEqualTo(3_000L * FRAME);
    }

    @Test
    void firstSampleNotSync_droppedUntilOneIs() {
        TrackSegmenter segmenter = videoSegmenter();
        segmenter.onSample(video(0, 0, false, 10));
        segmenter.onSample(video(FRAME, FRAME, true, 10));
        segmenter.finish();
        assertThat(segments.getFirst().startTicks()).isEqualTo(FRAME);
        assertThat(counters.misalignedSegments()).isEqualTo(1);
    }

    private static String dump(List<Segment> segments) {
        StringBuilder out = new StringBuilder();
        for (Segment segment : segments) {
            out.append("segment ").append(segment.number()).append('\n');
            for (Part part : segment.parts()) {
                out.append("part ").append(part.decodeTimeTicks()).append('\n');
                out.append(BoxDump.dump(part.payload().toByteArray()));
            }
        }
        return out.toString();
    }
}
