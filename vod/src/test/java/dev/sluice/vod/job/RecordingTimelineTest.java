package dev.sluice.vod.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.Timescale;
import dev.sluice.packager.file.StoredSegment.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class RecordingTimelineTest {
    private static final Timescale AUDIO_CLOCK = new Timescale(48_000);
    private static final long SEGMENT_TICKS = 180_000;

    private final RecordingTimeline timeline =
            new RecordingTimeline(Map.of("v", Timescale.VIDEO, "a", AUDIO_CLOCK), "v");

    private static Facts facts(long decodeTicks, long mediaTicks) {
        return new Facts(decodeTicks, mediaTicks, 50, 1000, 100);
    }

    /** Pictures of two seconds, and the sound that goes with them. */
    private Map<String, Long> place(long number, double videoSeconds, double audioSeconds) {
        return timeline.place(
                number,
                Map.of(
                        "v",
                        facts(Math.round(videoSeconds * 90_000), SEGMENT_TICKS),
                        "a",
                        facts(Math.round(audioSeconds * 48_000), 96_000)));
    }

    @Test
    void recording_beginsAtZeroWhateverTheStreamsClockSays() {
        assertThat(place(7, 5000, 5000)).containsEntry("v", 0L).containsEntry("a", 0L);
        assertThat(place(8, 5002, 5002)).containsEntry("v", 180_000L).containsEntry("a", 96_000L);
    }

    @Test
    void soundThatBeginsBeforeThePictures_movesThem() {
        assertThat(place(0, 10, 9.5)).containsEntry("v", 45_000L).containsEntry("a", 0L);
        assertThat(place(1, 12, 11.5)).containsEntry("v", 225_000L).containsEntry("a", 96_000L);
    }

    @Test
    void soundThatBeginsAfterThePictures_staysBehind() {
        assertThat(place(0, 10, 10.25)).containsEntry("v", 0L).containsEntry("a", 12_000L);
    }

    @Test
    void hole_isClosedAndCounted() {
        place(0, 0, 0);

        assertThat(place(5, 10, 10)).containsEntry("v", 180_000L).containsEntry("a", 96_000L);
        assertThat(timeline.interruptions()).isOne();
    }

    @Test
    void hole_isClosedNoFurtherThanTheLongestRenditionAllows() {
        place(0, 0, 0.5);

        assertThat(place(5, 10, 10)).containsEntry("v", 225_000L).containsEntry("a", 120_000L);
    }

    @Test
    void clockThatStartsAnew_isAnInterruption() {
        place(0, 5000, 5000);

        assertThat(place(1, 0, 0)).containsEntry("v", 180_000L).containsEntry("a", 96_000L);
        assertThat(timeline.interruptions()).isOne();
    }

    @Test
    void clockThatLeapsForward_isAnInterruption() {
        place(0, 0, 0);

        assertThat(place(1, 5000, 5000)).containsEntry("v", 180_000L).containsEntry("a", 96_000L);
        assertThat(timeline.interruptions()).isOne();
    }

    @Test
    void picturesThatPause_whileSoundGoesOn_leaveThemTogether() {
        place(0, 0, 0);

        assertThat(place(1, 5, 5)).containsEntry("v", 450_000L).containsEntry("a", 240_000L);
        assertThat(timeline.interruptions()).isZero();
    }

    @Test
    void segmentsThatOverlap_areMovedTogether() {
        place(0, 0, 0);

        assertThat(place(1, 1.5, 1.5)).containsEntry("v", 180_000L).containsEntry("a", 96_000L);
        assertThat(place(2, 3.5, 3.5)).containsEntry("v", 360_000L).containsEntry("a", 192_000L);
    }

    @Test
    void framesOfSound_runOnWithoutGapsForHours() {
        List<Long> steps = new ArrayList<>();
        long before = -1;
        for (int i = 0; i < 3_600; i++) {
            long frames = (i + 1) * 96_000L / 1_024 - i * 96_000L / 1_024;
            Map<String, Facts> facts = Map.of(
                    "v",
                    facts(900_000 + i * SEGMENT_TICKS, SEGMENT_TICKS),
                    "a",
                    facts(480_000 + i * 96_000L / 1_024 * 1_024, frames * 1_024));
            long start = Objects.requireNonNull(timeline.place(i, facts).get("a"));
            assertThat(start).isGreaterThan(before);
            steps.add(start - i * 96_000L / 1_024 * 1_024);
            before = start;
        }
        assertThat(steps).containsOnly(0L);
        assertThat(timeline.endTicks("v")).isEqualTo(3_600 * SEGMENT_TICKS);
    }
}
