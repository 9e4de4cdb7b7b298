package dev.sluice.packager.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.packager.hls.VodMultivariantPlaylist.Rate;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SegmentRatesTest {
    private static final long SECOND_US = 1_000_000;

    @Test
    void equalSegments_havePeakAndAverageOfOne() {
        SegmentRates rates = new SegmentRates(new long[] {250_000, 250_000}, new long[] {2 * SECOND_US, 2 * SECOND_US});

        assertThat(rates.hls(2 * SECOND_US)).isEqualTo(new Rate(1_000_000, 1_000_000));
        assertThat(rates.dashBps(2 * SECOND_US)).isEqualTo(1_000_000);
    }

    @Test
    void shortLastSegment_countsWithTheOneBefore() {
        SegmentRates rates =
                new SegmentRates(new long[] {250_000, 250_000, 50_000}, new long[] {2_000_000, 2_000_000, 40_000});

        assertThat(rates.hls(2 * SECOND_US).peakBps()).isEqualTo(Math.ceilDiv(300_000L * 8 * 100, 204L));
        assertThat(rates.dashBps(2 * SECOND_US)).isLessThan(1_100_000);
    }

    @Test
    void assetShorterThanHalfATarget_hasItsAverage() {
        SegmentRates rates = new SegmentRates(new long[] {1_000}, new long[] {100_000});

        assertThat(rates.hls(SECOND_US)).isEqualTo(new Rate(80_000, 80_000));
    }

    @Test
    void dashBandwidth_isTheLeastThatNeverStalls() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int count = 1 + random.nextInt(40);
            long[] sizes = new long[count];
            long[] durations = new long[count];
            long longestUs = 0;
            for (int i = 0; i < count; i++) {
                sizes[i] = 1L + random.nextInt(900_000);
                durations[i] = 20_000L + random.nextInt(4_000_000);
                longestUs = Math.max(longestUs, durations[i]);
            }

            long bps = new SegmentRates(sizes, durations).dashBps(longestUs);

            assertThat(stalls(sizes, durations, longestUs, bps)).isFalse();
            double average =
                    LongStream.of(sizes).sum() * 8e6 / LongStream.of(durations).sum();
            assertThat(bps <= Math.ceil(average) || stalls(sizes, durations, longestUs, bps - 2))
                    .isTrue();
        }
    }

    private static boolean stalls(long[] sizes, long[] durations, long bufferUs, long bps) {
        for (int from = 0; from < sizes.length; from++) {
            double dueUs = bufferUs;
            double loadedUs = 0;
            for (int i = from; i < sizes.length; i++) {
                loadedUs += sizes[i] * 8e6 / bps;
                if (loadedUs > dueUs + 1e-3) {
                    return true;
                }
                dueUs += durations[i];
            }
        }
        return false;
    }
}
