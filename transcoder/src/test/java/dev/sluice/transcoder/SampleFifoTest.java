package dev.sluice.transcoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleFifoTest {
    private static final int FRAME = 10;
    private static final int TOLERANCE = 3;
    private static final int MAX_SILENCE = 50;

    private final List<Long> times = new ArrayList<>();
    private final List<Float> values = new ArrayList<>();
    private final SampleFifo fifo = new SampleFifo(1, FRAME, TOLERANCE, MAX_SILENCE);

    @Test
    void blocksOfAnySize_becomeFramesWithoutGap() throws Exception {
        fifo.add(ones(4), 1_000, this::take);
        fifo.add(ones(0), 5, this::take);
        fifo.add(ones(17), 1_004, this::take);
        assertThat(times).containsExactly(1_000L, 1_010L);
        fifo.flush(this::take);
        fifo.flush(this::take);

        assertThat(times).containsExactly(1_000L, 1_010L, 1_020L);
        assertThat(silent()).isEqualTo(9);
    }

    @Test
    void smallShift_isLetBe() throws Exception {
        fifo.add(ones(10), 0, this::take);
        fifo.add(ones(10), 10 + TOLERANCE, this::take);
        fifo.add(ones(10), 20 - TOLERANCE, this::take);

        assertThat(times).containsExactly(0L, 10L, 20L);
        assertThat(silent()).isZero();
    }

    @Test
    void hole_becomesSilenceOfItsLength() throws Exception {
        fifo.add(ones(10), 0, this::take);
        fifo.add(ones(10), 10 + MAX_SILENCE, this::take);

        assertThat(times).hasSize(7).endsWith(60L);
        assertThat(silent()).isEqualTo(MAX_SILENCE);
    }

    @Test
    void holeTooLong_makesTheTimelineJump() throws Exception {
        fifo.add(ones(5), 0, this::take);
        fifo.add(ones(10), 1_000_000, this::take);

        assertThat(times).containsExactly(0L, 1_000_000L);
        assertThat(silent()).isEqualTo(5);
    }

    @Test
    void overlap_isCutOff() throws Exception {
        fifo.add(ones(10), 0, this::take);
        fifo.add(ones(10), 5, this::take);
        fifo.add(ones(2), 0, this::take);
        fifo.flush(this::take);

        assertThat(times).containsExactly(0L, 10L);
        assertThat(silent()).isEqualTo(5);
    }

    @Test
    void addNext_beforeAnything_isNothing() throws Exception {
        fifo.addNext(ones(20), this::take);
        assertThat(times).isEmpty();
        fifo.add(ones(5), 7, this::take);
        fifo.addNext(ones(5), this::take);
        assertThat(times).containsExactly(7L);
    }

    @Test
    void channels_stayInterleaved() throws Exception {
        SampleFifo stereo = new SampleFifo(2, 2, TOLERANCE, MAX_SILENCE);
        stereo.add(new float[] {1, -1}, 0, this::take);
        stereo.add(new float[] {2, -2}, 1, this::take);

        assertThat(times).containsExactly(0L);
        assertThat(values).containsExactly(1f, -1f, 2f, -2f);
    }

    private void take(float[] interleaved, long ptsTicks) {
        times.add(ptsTicks);
        for (float value : interleaved) {
            values.add(value);
        }
    }

    private long silent() {
        return values.stream().filter(value -> value == 0).count();
    }

    private static float[] ones(int count) {
        float[] block = new float[count];
        Arrays.fill(block, 1);
        return block;
    }
}
