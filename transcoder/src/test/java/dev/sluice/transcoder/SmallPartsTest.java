package dev.sluice.transcoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.port.VideoRung;
import dev.sluice.media.codec.Rational;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of the transcoder that decide and hold nothing. */
class SmallPartsTest {
    private static final long SECOND = 90_000;

    @Test
    void dropPolicy_onTime_keepsAll() {
        DropPolicy policy = new DropPolicy(SECOND, 3 * SECOND);

        assertThat(kept(policy, SECOND, 100)).hasSize(100);
    }

    @ParameterizedTest
    @CsvSource({"90001,2", "180000,3", "180001,4", "269999,5"})
    void dropPolicy_late_thinsEvenlyAndTheMoreTheLater(long delayTicks, int mostApart) {
        List<Long> kept = kept(new DropPolicy(SECOND, 3 * SECOND), delayTicks, 120);

        assertThat(kept.size()).isBetween(120 / (mostApart + 1), 60);
        long step = kept.get(1) - kept.get(0);
        assertThat(step).isBetween(2L, (long) mostApart);
        for (int i = 1; i < kept.size(); i++) {
            assertThat(kept.get(i) - kept.get(i - 1)).isEqualTo(step);
        }
    }

    @Test
    void dropPolicy_beyondTheBound_dropsAllUpToTheNextBoundary() {
        DropPolicy policy = new DropPolicy(SECOND, 3 * SECOND);

        assertThat(policy.keep(3 * SECOND + 1, false)).isFalse();
        assertThat(policy.keep(0, false)).isFalse();
        assertThat(policy.keep(4 * SECOND, true)).isTrue();
        assertThat(policy.keep(0, false)).isTrue();
    }

    @Test
    void dropPolicy_recovering_goesOnThinningDownToHalfTheDelay() {
        DropPolicy policy = new DropPolicy(SECOND, 3 * SECOND);

        assertThat(policy.keep(SECOND + 1, false)).isFalse();
        assertThat(policy.keep(SECOND * 3 / 4, false)).isTrue();
        assertThat(policy.keep(SECOND * 3 / 4, false)).isFalse();
        assertThat(kept(policy, SECOND / 2, 10)).hasSize(10);
        assertThat(kept(policy, SECOND * 3 / 4, 10)).hasSize(10);
    }

    @Test
    void boundaries_areReachedOnceAndInOrder() {
        Boundaries boundaries = new Boundaries();
        boundaries.declare(0);
        boundaries.declare(100);
        boundaries.declare(200);

        assertThat(boundaries.reachedBy(-1)).isFalse();
        assertThat(boundaries.reachedBy(50)).isTrue();
        assertThat(boundaries.reachedBy(99)).isFalse();
        assertThat(boundaries.reachedBy(250)).isTrue();
        assertThat(boundaries.reachedBy(1_000)).isFalse();
    }

    @Test
    void boundaries_backwardsOrWithoutEnd_areRefused() {
        Boundaries boundaries = new Boundaries();
        boundaries.declare(5);
        assertThatThrownBy(() -> boundaries.declare(5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not after 5");
        assertThatThrownBy(() -> LongStream.range(6, 10_000).forEach(boundaries::declare))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("4096");
    }

    @ParameterizedTest
    @CsvSource({"60,30,1500,3000", "60,60,1500,1500", "50,25,1800,3600", "120,30,750,3000", "25,30,3600,3600"})
    void frameRateLimiter_steadySource_isThinnedByAWholeDivisor(
            int sourceFps, int maxFps, int sourceTicks, long expectedTicks) {
        FrameRateLimiter limiter = new FrameRateLimiter(new Rational(sourceFps, 1), maxFps);
        List<Long> admitted = LongStream.range(0, 60)
                .map(i -> i * sourceTicks)
                .filter(ticks -> limiter.admits(ticks, false))
                .boxed()
                .toList();

        for (int i = 1; i < admitted.size(); i++) {
            assertThat(admitted.get(i) - admitted.get(i - 1)).isEqualTo(expectedTicks);
        }
        assertThat(limiter.outputRate()).isEqualTo(new Rational((int) (90_000 / expectedTicks), 1));
    }

    @Test
    void frameRateLimiter_boundaryPicture_isAdmittedAndCountsAnew() {
        FrameRateLimiter limiter = new FrameRateLimiter(new Rational(60, 1), 30);

        assertThat(limiter.admits(0, false)).isTrue();
        assertThat(limiter.admits(1_500, true)).isTrue();
        assertThat(limiter.admits(3_000, false)).isFalse();
        assertThat(limiter.admits(4_500, false)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"3000,30,1", "3003,30000,1001", "3600,25,1", "1500,60,1", "0,240,1", "-5,240,1", "9000000,1,1"})
    void frameRates_distance_isSnappedToAUsualRateWithinBounds(long ticks, int numerator, int denominator) {
        assertThat(FrameRates.ofDistance(ticks)).isEqualTo(new Rational(numerator, denominator));
    }

    @Test
    void frameRates_unbelievable_isNotTaken() {
        assertThat(FrameRates.believable(null)).isNull();
        assertThat(FrameRates.believable(new Rational(90_000, 1))).isNull();
        assertThat(FrameRates.believable(new Rational(1, 10))).isNull();
        assertThat(FrameRates.believable(new Rational(30, 1))).isEqualTo(new Rational(30, 1));
    }

    @Test
    void threadShares_fewProcessors_giveOneEachAndManyGoToTheTopRung() {
        List<VideoRung> ladder = List.of(
                TestPlans.rung("1080", 1920, 1080, 60),
                TestPlans.rung("720", 1280, 720, 60),
                TestPlans.rung("360", 640, 360, 60));

        assertThat(shares(ladder, 2)).containsExactly(1, 1, 1);
        assertThat(shares(ladder, 16)).containsExactly(10, 4, 1);
        assertThat(shares(ladder, 500)).containsExactly(16, 16, 16);
        assertThat(shares(ladder, /* lowLatency= */ false, 2)).containsExactly(2, 1, 1);
        assertThat(ThreadShares.decoderThreads(1920 * 1080, true, 64)).isEqualTo(1);
        assertThat(ThreadShares.decoderThreads(3840 * 2160, true, 64)).isEqualTo(4);
        assertThat(ThreadShares.decoderThreads(1920 * 1080, false, 4)).isEqualTo(2);
        assertThat(ThreadShares.decoderThreads(1920 * 1080, false, 1)).isEqualTo(1);
    }

    @Test
    void settings_outOfRange_areRefused() {
        LadderTranscoderSettings good = LadderTranscoderSettings.defaults();
        assertThatThrownBy(() -> new LadderTranscoderSettings(
                        good.encoders(), 0, good.dropDelay(), good.maxDelay(), good.drainTimeout(), 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LadderTranscoderSettings(
                        good.encoders(), 1, good.maxDelay(), good.maxDelay(), good.drainTimeout(), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("below maxDelay");
        assertThatThrownBy(() -> new OfflineLadder(
                        List.of(), Optional.empty(), Duration.ofSeconds(1), Duration.ofNanos(5), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Integer> shares(List<VideoRung> ladder, int cpuCount) {
        return shares(ladder, /* lowLatency= */ true, cpuCount);
    }

    private static List<Integer> shares(List<VideoRung> ladder, boolean lowLatency, int cpuCount) {
        return ladder.stream()
                .map(rung -> ThreadShares.encoderThreads(rung, ladder, lowLatency, cpuCount))
                .toList();
    }

    private static List<Long> kept(DropPolicy policy, long delayTicks, int pictures) {
        return LongStream.range(0, pictures)
                .filter(i -> policy.keep(delayTicks, false))
                .boxed()
                .toList();
    }
}
