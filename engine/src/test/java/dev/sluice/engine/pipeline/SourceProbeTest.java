package dev.sluice.engine.pipeline;

import static dev.sluice.engine.testing.TestMedia.AUDIO;
import static dev.sluice.engine.testing.TestMedia.FRAME;
import static dev.sluice.engine.testing.TestMedia.VIDEO;
import static dev.sluice.engine.testing.TestMedia.audio;
import static dev.sluice.engine.testing.TestMedia.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceProbeTest {
    private static final Duration TARGET = Duration.ofSeconds(2);

    private final SourceProbe both = new SourceProbe(List.of(VIDEO, AUDIO), TARGET);

    @Test
    void add_beforeTheFirstSyncSample_isRefused() {
        assertThat(both.add(audio(0))).isFalse();
        assertThat(both.add(video(0, false))).isFalse();
        assertThat(both.isEmpty()).isTrue();

        assertThat(both.add(video(FRAME, true))).isTrue();
        assertThat(both.add(audio(1024))).isTrue();
        assertThat(both.samples()).hasSize(2);
    }

    @Test
    void profile_oneGroupOfPictures_measuresItWithoutTheNextKeyFrame() {
        for (int frame = 0; frame < 60; frame++) {
            both.add(video(frame * FRAME, frame * FRAME, frame == 0, frame == 0 ? 41_000 : 1000));
            both.add(audio(frame * 1600L));
        }
        assertThat(both.isComplete()).isFalse();
        both.add(video(60 * FRAME, 60 * FRAME, true, 41_000));

        assertThat(both.isComplete()).isTrue();
        SourceProfile profile = both.profile();
        assertThat(profile.videoBitrateBps()).isEqualTo(400_000);
        assertThat(profile.framesPerSecond()).isCloseTo(30, within(0.01));
        assertThat(profile.keyFrameIntervalUs()).isEqualTo(2_000_000);
        assertThat(profile.audioBitrateBps()).isBetween(4000L, 5000L);
    }

    @Test
    void isComplete_noSecondKeyFrame_afterASegmentAndASecond() {
        for (int frame = 0; frame < 90; frame++) {
            both.add(video(frame * FRAME, frame == 0));
        }
        assertThat(both.isComplete()).isFalse();

        both.add(video(90 * FRAME, false));

        assertThat(both.isComplete()).isTrue();
        assertThat(both.profile().keyFrameIntervalUs()).isEqualTo(SourceProfile.UNKNOWN_INTERVAL_US);
    }

    @Test
    void isComplete_audioOnly_afterHalfASecond() {
        SourceProbe probe = new SourceProbe(List.of(AUDIO), TARGET);
        probe.add(audio(0));
        probe.add(audio(23_999));
        assertThat(probe.isComplete()).isFalse();

        probe.add(audio(24_000));

        assertThat(probe.isComplete()).isTrue();
        assertThat(probe.profile().videoBitrateBps()).isZero();
        assertThat(probe.profile().framesPerSecond()).isZero();
    }

    @Test
    void isComplete_timeStandsStill_isBoundedInSamplesAndBytes() {
        both.add(video(0, true));
        for (int sample = 1; sample < SourceProbe.MAX_SAMPLES; sample++) {
            both.add(audio(0));
        }
        SourceProbe heavy = new SourceProbe(List.of(VIDEO), TARGET);
        heavy.add(video(0, 0, true, (int) SourceProbe.MAX_BYTES));

        assertThat(both.isComplete()).isTrue();
        assertThat(heavy.isComplete()).isTrue();
    }

    @Test
    void withTracks_trackAppears_keepsWhatWasHeld() {
        SourceProbe probe = new SourceProbe(List.of(VIDEO), TARGET);
        probe.add(video(0, true));

        SourceProbe wider = probe.withTracks(List.of(VIDEO, AUDIO), TARGET);

        assertThat(wider.samples()).hasSize(1);
        assertThat(wider.add(audio(0))).isTrue();
        assertThat(wider.profile().tracks()).containsExactly(VIDEO, AUDIO);
    }

    @Test
    void add_unknownTrack_isANamedError() {
        SourceProbe probe = new SourceProbe(List.of(VIDEO), TARGET);

        assertThatThrownBy(() -> probe.add(audio(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sample of unknown track 2");
    }
}
