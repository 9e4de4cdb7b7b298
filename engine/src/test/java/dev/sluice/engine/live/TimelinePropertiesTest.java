package dev.sluice.engine.live;

import static dev.sluice.engine.live.RecordedTimeline.roundedToMs;
import static dev.sluice.engine.testing.TestMedia.AUDIO;
import static dev.sluice.engine.testing.TestMedia.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of the timeline over simulated hours and for random publishers. {@link RecordedTimeline} checks DTS. */
class TimelinePropertiesTest {
    private static final double AAC_SECONDS = 1024.0 / 48_000;
    private static final int SIMULATED_SECONDS = 3 * 3600;
    private static final long MAX_COMPOSITION_TICKS = 900_000;

    @Test
    void audio_roundedToMilliseconds_isAnExactGridOfFramesForHours() {
        RecordedTimeline timeline = new RecordedTimeline(AUDIO);
        int frames = (int) (SIMULATED_SECONDS / AAC_SECONDS);
        for (int frame = 0; frame < frames; frame++) {
            double seconds = frame * AAC_SECONDS;
            timeline.audio(Math.round(seconds * 1e6), roundedToMs(seconds, AUDIO.timescale()));
        }

        List<Long> dts = timeline.dts(Track.AUDIO_ID);
        assertThat(dts).hasSize(frames);
        for (int frame = 0; frame < frames; frame++) {
            assertThat(dts.get(frame)).isEqualTo(frame * 1024L);
        }
        assertThat(timeline.normaliser.corrections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-500, -120, -20, 20, 120, 500})
    void audio_clockDriftsFromVideo_isSteeredAndNeverMoreThanTheToleranceApart(int driftPpm) {
        RecordedTimeline timeline = new RecordedTimeline(AUDIO);
        Random random = new Random(driftPpm);
        double step = AAC_SECONDS * (1 + driftPpm / 1e6);
        int frames = (int) (SIMULATED_SECONDS / step);
        long worstUs = 0;
        for (int frame = 0; frame < frames; frame++) {
            double seconds = frame * step;
            // Up to 5 ms of jitter beside the rounding.
            long raw = roundedToMs(seconds + random.nextDouble() * 0.005, AUDIO.timescale());
            timeline.audio(Math.round(seconds * 1e6), raw);
            long placedUs = AUDIO.timescale().toMicros(timeline.newest().dtsTicks());
            worstUs = Math.max(worstUs, Math.abs(placedUs - Math.round(seconds * 1e6)));
        }

        List<Long> dts = timeline.dts(Track.AUDIO_ID);
        assertThat(dts).hasSize(frames);
        for (int frame = 1; frame < frames; frame++) {
            assertThat(dts.get(frame) - dts.get(frame - 1)).isBetween(1024L - 16, 1024L + 16);
        }
        assertThat(worstUs).isLessThanOrEqualTo(TrackClock.TOLERANCE_US);
        assertThat(timeline.normaliser.corrections()).isGreaterThan(0);
    }

    @Test
    void video_ntscRateInMilliseconds_keepsEveryTimestampForHours() {
        RecordedTimeline timeline = new RecordedTimeline(VIDEO);
        int frames = SIMULATED_SECONDS * 30_000 / 1001;
        for (int frame = 0; frame < frames; frame++) {
            double seconds = frame * 1001.0 / 30_000;
            long ticks = roundedToMs(seconds, VIDEO.timescale());
            timeline.video(Math.round(seconds * 1e6), ticks, ticks);
        }

        List<Long> dts = timeline.dts(Track.VIDEO_ID);
        assertThat(dts).hasSize(frames);
        assertThat(dts.getLast()).isEqualTo(roundedToMs((frames - 1) * 1001.0 / 30_000, VIDEO.timescale()));
        assertThat(timeline.normaliser.corrections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void anything_randomPublisher_dtsRisesAndPtsStaysWithDts(long seed) {
        Random random = new Random(seed);
        RecordedTimeline timeline = new RecordedTimeline(VIDEO, AUDIO);
        long rawVideo = random.nextInt(1 << 30);
        long rawAudio = rawVideo / 90_000 * 48_000;
        long wallUs = 0;
        for (int step = 0; step < 20_000; step++) {
            wallUs += random.nextInt(70_000);
            int event = random.nextInt(2000);
            long jumpSeconds = event == 0 ? random.nextInt(72_000) - 36_000 : event == 1 ? random.nextInt(4) - 2 : 0;
            boolean onlyVideo = random.nextInt(10) == 0;
            rawVideo += jumpSeconds * 90_000;
            rawAudio += onlyVideo ? 0 : jumpSeconds * 48_000;
            if (event == 2) {
                timeline.normaliser.beginPublisher();
                rawVideo = random.nextInt(1 << 20);
                rawAudio = rawVideo / 90_000 * 48_000;
            }
            rawVideo += event < 100 ? random.nextInt(6000) - 3000 : 3000;
            rawAudio += event < 100 ? random.nextInt(3000) - 500 : 1600;
            long composition = (random.nextInt(5) - 1) * 3000L;
            int before = timeline.samples.size();
            timeline.video(wallUs, rawVideo + composition, rawVideo);
            if (timeline.samples.size() > before) {
                EncodedSample placed = timeline.newest();
                assertThat(placed.ptsTicks() - placed.dtsTicks()).isEqualTo(composition);
                assertThat(Math.abs(composition)).isLessThan(MAX_COMPOSITION_TICKS);
            }
            timeline.audio(wallUs, rawAudio);
        }

        assertThat(timeline.failures).isEmpty();
        assertThat(timeline.discontinuities).isGreaterThan(2);
        assertThat(timeline.dts(Track.VIDEO_ID).size()).isGreaterThan(17_000);
        long endOfVideoUs =
                VIDEO.timescale().toMicros(timeline.dts(Track.VIDEO_ID).getLast());
        long endOfAudioUs =
                AUDIO.timescale().toMicros(timeline.dts(Track.AUDIO_ID).getLast());
        assertThat(Math.abs(endOfVideoUs - endOfAudioUs)).isLessThan(20_000_000);
    }
}
