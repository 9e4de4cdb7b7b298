package dev.sluice.engine.live;

import static dev.sluice.engine.testing.TestMedia.AUDIO;
import static dev.sluice.engine.testing.TestMedia.FRAME;
import static dev.sluice.engine.testing.TestMedia.VIDEO;
import static dev.sluice.engine.testing.TestMedia.aac;
import static dev.sluice.engine.testing.TestMedia.avc;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.testing.TestMedia;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.testing.MutableClock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineNormaliserTest {
    private static final long SECOND = 90_000;
    private static final long HOUR = 3600 * SECOND;
    private static final long FRAME_US = 33_333;
    private static final int AAC_FRAME = 1024;

    private final RecordedTimeline video = new RecordedTimeline(VIDEO);
    private final RecordedTimeline both = new RecordedTimeline(VIDEO, AUDIO);

    private void frames(RecordedTimeline to, int from, int until, long offsetTicks) {
        for (int frame = from; frame < until; frame++) {
            to.video(frame * FRAME_US, frame * FRAME + offsetTicks, frame * FRAME + offsetTicks);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 123_456_789, -5000, (1L << 32) * 90})
    void normalise_anyFirstTime_beginsAtZeroAndAtTheWallClock(long offsetTicks) {
        frames(video, 0, 3, offsetTicks);

        assertThat(video.dts(Track.VIDEO_ID)).containsExactly(0L, 3000L, 6000L);
        assertThat(video.normaliser.origin()).contains(MutableClock.DEFAULT_START);
        assertThat(video.normaliser.corrections()).isZero();
        assertThat(video.discontinuities).isZero();
    }

    @Test
    void normalise_unwrappedTimesBeyond32Bits_goOnWithoutABreak() {
        long beforeWrap = ((1L << 32) - 20) * 90;
        frames(video, 0, 10, beforeWrap);

        assertThat(video.discontinuities).isZero();
        assertThat(video.dts(Track.VIDEO_ID)).hasSize(10).last().isEqualTo(9 * FRAME);
    }

    @ParameterizedTest
    @ValueSource(longs = {10 * HOUR, -5 * SECOND})
    void normalise_clockJumps_goesOnWithoutAHoleBehindADiscontinuity(long jumpTicks) {
        frames(video, 0, 300, 20 * SECOND);
        frames(video, 300, 302, 20 * SECOND + jumpTicks);

        assertThat(video.discontinuities).isEqualTo(1);
        assertThat(video.normaliser.discontinuities()).isEqualTo(1);
        assertThat(video.dts(Track.VIDEO_ID)).endsWith(299 * FRAME, 300 * FRAME, 301 * FRAME);
    }

    @Test
    void normalise_clockJumpsAfterAPause_goesOnAtTheWallClock() {
        frames(video, 0, 30, 0);

        video.video(61_000_000, 10 * HOUR, 10 * HOUR);

        assertThat(video.newest().dtsTicks()).isEqualTo(61 * SECOND);
        assertThat(video.discontinuities).isEqualTo(1);
    }

    @Test
    void normalise_bothTracksJump_keepTheirOffsetAndOneDiscontinuity() {
        long jump = 10 * HOUR;
        for (int frame = 0; frame < 300; frame++) {
            both.video(frame * FRAME_US, frame * FRAME, frame * FRAME);
            both.audio(frame * FRAME_US, frame * 1600L);
        }
        for (int frame = 300; frame < 400; frame++) {
            both.video(frame * FRAME_US, frame * FRAME + jump, frame * FRAME + jump);
            both.audio(frame * FRAME_US, frame * 1600L + jump / 90_000 * 48_000);
        }

        assertThat(both.discontinuities).isEqualTo(1);
        EncodedSample audio = both.newest();
        EncodedSample picture = both.samples.get(both.samples.size() - 2);
        assertThat(audio.trackId()).isEqualTo(Track.AUDIO_ID);
        long skewUs =
                AUDIO.timescale().toMicros(audio.dtsTicks()) - VIDEO.timescale().toMicros(picture.dtsTicks());
        assertThat(Math.abs(skewUs)).isLessThanOrEqualTo(TrackClock.TOLERANCE_US);
    }

    @Test
    void normalise_onlyAudioJumps_videoGoesOnAfterAtMostASecond() {
        for (int frame = 0; frame < 200; frame++) {
            both.video(frame * FRAME_US, frame * FRAME, frame * FRAME);
            both.audio(frame * FRAME_US, frame * 1600L + (frame < 100 ? 0 : 36_000L * 48_000));
        }

        assertThat(both.failures).isEmpty();
        assertThat(both.dts(Track.VIDEO_ID)).hasSizeBetween(200 - 33, 200);
        assertThat(both.newest().dtsTicks()).isBetween(199 * 1600L - 2000, 199 * 1600L + 50_000);
    }

    @Test
    void normalise_smallStepBack_staysStrictlyRisingAndKeepsPtsWithDts() {
        for (int frame = 0; frame < 10; frame++) {
            video.video(frame * FRAME_US, (frame + 2) * FRAME, frame * FRAME);
        }
        for (int frame = 10; frame < 30; frame++) {
            long dts = frame * FRAME - 30_000;
            video.video(frame * FRAME_US, dts + 2 * FRAME, dts);
        }

        assertThat(video.discontinuities).isZero();
        assertThat(video.samples).hasSize(30);
        assertThat(video.samples).allSatisfy(sample -> assertThat(sample.ptsTicks() - sample.dtsTicks())
                .isEqualTo(2 * FRAME));
        assertThat(video.normaliser.corrections()).isGreaterThan(0);
    }

    @Test
    void normalise_sameTimeForSeconds_failsOnlyAfterItsTime() {
        for (int sample = 0; sample < 200; sample++) {
            video.video(sample * 10_000L, 500, 500);
        }
        assertThat(video.failures).isEmpty();
        for (int sample = 200; sample < 400 && video.failures.isEmpty(); sample++) {
            video.video(sample * 10_000L, 500, 500);
        }

        assertThat(video.failures).containsExactly("the clock of the video track stands still");
    }

    @Test
    void normalise_clockFlaps_fails() {
        for (int sample = 0; sample < 20; sample++) {
            video.video(sample * FRAME_US, sample % 2 * HOUR + sample, sample % 2 * HOUR + sample);
        }

        assertThat(video.failures).isNotEmpty().containsOnly("timestamps jump back and forth");
    }

    @Test
    void normalise_oneWildSample_isTwoBreaksAndNoFailure() {
        frames(video, 0, 100, 0);
        video.video(100 * FRAME_US, 50 * HOUR, 50 * HOUR);
        frames(video, 101, 200, 0);

        assertThat(video.failures).isEmpty();
        assertThat(video.discontinuities).isEqualTo(2);
        assertThat(video.samples).hasSize(200);
        assertThat(video.newest().dtsTicks()).isBetween(198 * FRAME, 201 * FRAME);
    }

    @ParameterizedTest
    @ValueSource(longs = {14_400, -9_600, 144_000})
    void normalise_audioApartFromVideo_keepsThePublishersOffset(long audioLeadTicks) {
        for (int frame = 0; frame < 300; frame++) {
            both.video(frame * FRAME_US, frame * FRAME + 900_000, frame * FRAME + 900_000);
            both.audio(frame * FRAME_US, frame * 1600L + 480_000 + audioLeadTicks);
        }

        // Frames of 1024 at steps of 1600 are lossy audio: each is placed within the tolerance of its own time.
        long expected = 299 * 1600L + audioLeadTicks;
        assertThat(both.newest().dtsTicks()).isBetween(expected - 1920, expected + 1920);
        assertThat(both.dts(Track.AUDIO_ID)).first().satisfies(first -> assertThat(first)
                .isGreaterThanOrEqualTo(0));
    }

    @Test
    void normalise_audioPacketsLost_leavesAHoleAndNothingElse() {
        RecordedTimeline audio = new RecordedTimeline(AUDIO);
        for (int frame = 0; frame < 50; frame++) {
            if (frame < 20 || frame >= 40) {
                audio.audio(frame * 21_333L, (long) frame * AAC_FRAME);
            }
        }

        assertThat(audio.dts(Track.AUDIO_ID))
                .contains(19L * AAC_FRAME, 40L * AAC_FRAME)
                .last()
                .isEqualTo(49L * AAC_FRAME);
        assertThat(audio.discontinuities).isZero();
    }

    @Test
    void beginPublisher_clockOfAnotherClient_goesOnAtTheWallClockWithItsOwnOffset() {
        for (int frame = 0; frame < 30; frame++) {
            both.video(frame * FRAME_US, frame * FRAME, frame * FRAME);
            both.audio(frame * FRAME_US, frame * 1600L);
        }
        both.normaliser.beginPublisher();
        for (int frame = 0; frame < 30; frame++) {
            long wallUs = 7_000_000 + frame * FRAME_US;
            both.audio(wallUs, frame * 1600L + 48_000L * 777);
            both.video(wallUs, frame * FRAME + 777 * SECOND, frame * FRAME + 777 * SECOND);
        }

        assertThat(both.discontinuities).isEqualTo(1);
        assertThat(both.newest().dtsTicks()).isEqualTo(7 * SECOND + 29 * FRAME);
        assertThat(both.dts(Track.AUDIO_ID)).contains(7L * 48_000);
    }

    @Test
    void beginPublisher_backAtOnce_leavesNoHole() {
        frames(video, 0, 30, 0);
        video.normaliser.beginPublisher();
        video.video(30 * FRAME_US + 300_000, 5, 5);

        assertThat(video.newest().dtsTicks()).isEqualTo(30 * FRAME);
        assertThat(video.discontinuities).isEqualTo(1);
    }

    @Test
    void beginPublisher_behindPicturesShownLaterThanDecoded_doesNotShowTwoAtOneTime() {
        video.video(0, 2 * FRAME, 0);
        video.video(FRAME_US, 5 * FRAME, FRAME);
        video.normaliser.beginPublisher();

        video.video(2 * FRAME_US, 2 * FRAME, 0);

        assertThat(video.newest().dtsTicks()).isEqualTo(6 * FRAME);
        assertThat(video.newest().ptsTicks()).isEqualTo(8 * FRAME);
    }

    @Test
    void beginPublisher_wallClockWasSetBack_neverGoesBack() {
        frames(video, 0, 300, 0);
        video.normaliser.beginPublisher();
        video.video(-60_000_000, 0, 0);

        assertThat(video.newest().dtsTicks()).isEqualTo(300 * FRAME);
    }

    @Test
    void setTracks_audioRateChanges_goesOnWithoutAStep() {
        RecordedTimeline audio = new RecordedTimeline(AUDIO);
        for (int frame = 0; frame < 46; frame++) {
            audio.audio(frame * 21_333L, (long) frame * AAC_FRAME);
        }
        long endUs = AUDIO.timescale().toMicros(46L * AAC_FRAME);
        Track changed = aac(44_100, 2);
        audio.normaliser.setTracks(List.of(changed));
        audio.samples.clear();
        for (int frame = 0; frame < 46; frame++) {
            audio.audio(endUs + frame * 23_220L, changed.timescale().fromMicros(endUs) + (long) frame * AAC_FRAME);
        }

        long firstUs = changed.timescale().toMicros(audio.samples.getFirst().dtsTicks());
        assertThat(firstUs).isBetween(endUs - 100, endUs + 100);
        assertThat(audio.samples).hasSize(46);
        assertThat(audio.normaliser.corrections()).isZero();
    }

    @Test
    void setTracks_videoChangesAndItsClockHesitates_staysStrictlyRising() {
        for (int frame = 0; frame < 10; frame++) {
            video.video(frame * 16_667L, frame * 1500L, frame * 1500L);
        }
        video.normaliser.setTracks(List.of(avc(640, 360)));
        video.video(170_000, 9 * 1500L, 9 * 1500L);
        video.video(180_000, 10 * 1500L, 10 * 1500L);

        assertThat(video.dts(Track.VIDEO_ID)).endsWith(9 * 1500L, 9 * 1500L + 1, 10 * 1500L);
    }

    @Test
    void normalise_trackThatIsNotAnnounced_isRefusedAndCounted() {
        video.audio(0, 0);
        assertThat(video.samples).isEmpty();

        assertThat(video.normaliser.corrections()).isEqualTo(1);
    }

    @Test
    void normalise_ptsBelowDts_keepsTheDistanceAndStartsAtZero() {
        for (int frame = 0; frame < 5; frame++) {
            video.video(frame * FRAME_US, frame * FRAME - 1500, frame * FRAME);
        }

        assertThat(video.samples).extracting(EncodedSample::ptsTicks).containsExactly(0L, 3000L, 6000L, 9000L, 12_000L);
        assertThat(video.dts(Track.VIDEO_ID)).first().isEqualTo(1500L);
    }

    @Test
    void normalise_absurdCompositionOffset_isTakenAway() {
        frames(video, 0, 2, 0);
        video.video(2 * FRAME_US, 2 * FRAME + 11 * SECOND, 2 * FRAME);

        assertThat(video.newest().ptsTicks()).isEqualTo(2 * FRAME);
        assertThat(video.normaliser.corrections()).isEqualTo(1);
    }

    @Test
    void normalise_variableFrameRate_keepsEveryInterval() {
        long[] times = {0, 3000, 4500, 90_000, 90_090, 400_000};
        for (long time : times) {
            video.give(time * 100 / 9, TestMedia.video(time, true));
        }

        assertThat(video.dts(Track.VIDEO_ID)).containsExactly(0L, 3000L, 4500L, 90_000L, 90_090L, 400_000L);
        assertThat(video.normaliser.corrections()).isZero();
    }
}
