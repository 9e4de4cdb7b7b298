package dev.sluice.engine.pipeline;

import static dev.sluice.engine.testing.TestMedia.FRAME;
import static dev.sluice.engine.testing.TestMedia.video;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.pipeline.LadderPlan.BoundaryMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SegmentBoundariesTest {
    private static final Duration TARGET = Duration.ofSeconds(2);
    private static final long TARGET_TICKS = 180_000;

    private static SegmentBoundaries boundaries(BoundaryMode mode, long keyFrameIntervalUs) {
        return new SegmentBoundaries(mode, TARGET, 0, keyFrameIntervalUs);
    }

    /** Boundaries of frames in decode order with a key frame every so many; checks the watermark's promise. */
    private static List<Long> run(SegmentBoundaries boundaries, int from, int until, int keyFrameEvery) {
        List<Long> declared = new ArrayList<>();
        for (int frame = from; frame < until; frame++) {
            long promised = boundaries.watermarkTicks();
            long boundary = boundaries.beforeVideo(video(frame * FRAME, frame % keyFrameEvery == 0));
            if (boundary != SegmentBoundaries.NONE) {
                assertThat(boundary).isGreaterThan(promised);
                declared.add(boundary);
            }
            assertThat(boundaries.watermarkTicks()).isGreaterThanOrEqualTo(promised);
        }
        return declared;
    }

    @Test
    void grid_anySource_isEveryTarget() {
        SegmentBoundaries grid = boundaries(BoundaryMode.GRID, SourceProfile.UNKNOWN_INTERVAL_US);

        assertThat(run(grid, 0, 200, 7)).containsExactly(TARGET_TICKS, 2 * TARGET_TICKS, 3 * TARGET_TICKS);
        assertThat(grid.count()).isEqualTo(3);
    }

    @Test
    void grid_bFrames_declaresBeforeTheFirstPictureBeyond() {
        SegmentBoundaries grid = boundaries(BoundaryMode.GRID, SourceProfile.UNKNOWN_INTERVAL_US);
        run(grid, 0, 59, 1000);

        // Decode order: the picture at the boundary comes before one that is shown ahead of it.
        assertThat(grid.beforeVideo(video(60 * FRAME, 59 * FRAME, false, 1))).isEqualTo(TARGET_TICKS);
        assertThat(grid.beforeVideo(video(59 * FRAME, 60 * FRAME, false, 1))).isEqualTo(SegmentBoundaries.NONE);
    }

    @ParameterizedTest
    @CsvSource({"60, 60", "30, 60", "15, 60", "45, 45", "90, 90"})
    void sourceSync_regularKeyFrames_takesThoseThatFitTheTarget(int keyFrameEvery, int expectedEvery) {
        SegmentBoundaries sync = boundaries(BoundaryMode.SOURCE_SYNC, keyFrameEvery * 33_333L);

        List<Long> declared = run(sync, 0, 400, keyFrameEvery);

        assertThat(declared).hasSize(399 / expectedEvery);
        for (int index = 0; index < declared.size(); index++) {
            assertThat(declared.get(index)).isEqualTo((index + 1L) * expectedEvery * FRAME);
        }
    }

    @Test
    void sourceSync_noKeyFrames_waitsUntilItIsToldNotTo() {
        SegmentBoundaries sync = boundaries(BoundaryMode.SOURCE_SYNC, 2_000_000);
        assertThat(run(sync, 0, 121, 1000)).isEmpty();
        assertThat(sync.syncIsOverdue()).isFalse();
        assertThat(run(sync, 121, 300, 1000)).isEmpty();
        assertThat(sync.syncIsOverdue()).isTrue();

        sync.allowDue();

        List<Long> declared = run(sync, 300, 500, 1000);
        assertThat(declared).hasSizeBetween(2, 4).first().isEqualTo(300 * FRAME);
    }

    @Test
    void sourceSyncOrDue_keyFramesStayAway_declaresWhenOneIsDue() {
        SegmentBoundaries due = boundaries(BoundaryMode.SOURCE_SYNC_OR_DUE, 2_000_000);
        assertThat(run(due, 0, 61, 60)).containsExactly(TARGET_TICKS);

        assertThat(run(due, 61, 200, 1000)).containsExactly((60 + 90) * FRAME);
    }

    @Test
    void sourceSync_extraKeyFrameAtASceneCut_makesNoShortSegment() {
        SegmentBoundaries sync = boundaries(BoundaryMode.SOURCE_SYNC, 2_000_000);
        run(sync, 0, 60, 60);
        assertThat(sync.beforeVideo(video(60 * FRAME, true))).isEqualTo(60 * FRAME);

        assertThat(sync.beforeVideo(video(63 * FRAME, true))).isEqualTo(SegmentBoundaries.NONE);
    }

    @Test
    void beforeAudioOnly_isAGrid() {
        SegmentBoundaries grid = boundaries(BoundaryMode.GRID, SourceProfile.UNKNOWN_INTERVAL_US);
        List<Long> declared = new ArrayList<>();
        for (long ticks = 0; ticks < 3 * TARGET_TICKS; ticks += 1920) {
            long boundary = grid.beforeAudioOnly(ticks);
            if (boundary != SegmentBoundaries.NONE) {
                declared.add(boundary);
            }
        }

        assertThat(declared).containsExactly(TARGET_TICKS, 2 * TARGET_TICKS);
    }

    @ParameterizedTest
    @EnumSource(BoundaryMode.class)
    void whileVideoStalls_audioGoesOn_declaresForTheAudioAndStaysBehindIt(BoundaryMode mode) {
        SegmentBoundaries boundaries = boundaries(mode, 2_000_000);
        run(boundaries, 0, 31, 60);
        assertThat(boundaries.whileVideoStalls(30 * FRAME + 2 * TARGET_TICKS)).isEqualTo(SegmentBoundaries.NONE);

        List<Long> declared = new ArrayList<>();
        for (long audio = 30 * FRAME; audio < 1_000_000; audio += 1920) {
            long boundary = boundaries.whileVideoStalls(audio);
            if (boundary != SegmentBoundaries.NONE) {
                assertThat(boundary).isLessThanOrEqualTo(audio);
                declared.add(boundary);
            }
        }
        assertThat(declared).containsExactly(180_000L, 360_000L, 540_000L, 720_000L);
        assertThat(run(boundaries, 340, 420, 20)).isNotEmpty().allMatch(ticks -> ticks > 720_000);
    }
}
