package dev.sluice.vod.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrackClocksTest {
    private static final int VIDEO = 0;
    private static final int SOUND = 1;
    private static final long SECOND = 90_000;
    private static final long PICTURE = 3_600;

    private final TrackClocks clocks = new TrackClocks(Duration.ofMinutes(10), VIDEO);

    @Test
    void oneWrongTime_isLostAndTheRestTaken() throws Exception {
        run(VIDEO, 0, 100);
        assertThat(clocks.isInLine(VIDEO, 9_000 * SECOND)).isFalse();
        run(VIDEO, 100 * PICTURE, 100);
        assertThat(clocks.isInLine(VIDEO, -9_000 * SECOND)).isFalse();
        run(VIDEO, 200 * PICTURE, 100);
        clocks.end();
        assertThat(clocks.backwards()).isZero();
    }

    @Test
    void timesInOrderOfPresentation_areTaken() throws Exception {
        for (int group = 0; group < 100; group++) {
            for (int place : new int[] {8, 4, 2, 1, 3, 6, 5, 7}) {
                assertThat(clocks.isInLine(VIDEO, (group * 8L + place) * SECOND))
                        .isTrue();
            }
        }
        clocks.end();
    }

    @Test
    void presentationTimesBeforeTheFirstDecodeTime_areNoDamage() throws Exception {
        for (int place : new int[] {0, 4, 2, 1}) {
            assertThat(clocks.isShownInLine(VIDEO, place * PICTURE)).isTrue();
        }
        run(VIDEO, PICTURE, 20);
        assertThat(clocks.backwards()).isZero();
    }

    @Test
    void timesThatStayAway_areRefusedWithTheirPlace() throws Exception {
        run(VIDEO, 0, 250);
        assertThatThrownBy(() -> run(VIDEO, 3_700 * SECOND, 50))
                .isInstanceOf(RefusedSourceException.class)
                .hasMessageStartingWith("There is nothing in the file for 1:01:30 after 0:00:10; at most 0:10:00");
    }

    @Test
    void fileThatEndsOnAnotherClock_isRefused() throws Exception {
        run(VIDEO, 0, 10);
        assertThat(clocks.isInLine(VIDEO, 1_200 * SECOND)).isFalse();
        assertThat(clocks.isInLine(VIDEO, 1_201 * SECOND)).isFalse();
        assertThatThrownBy(clocks::end).isInstanceOf(RefusedSourceException.class);
    }

    @Test
    void soundThatPausesWhilePicturesGoOn_isTaken() throws Exception {
        assertThat(clocks.isInLine(SOUND, 0)).isTrue();
        run(VIDEO, 0, 25 * 1_200);
        assertThat(clocks.isInLine(SOUND, 1_199 * SECOND)).isTrue();
        assertThatCode(clocks::end).doesNotThrowAnyException();
    }

    @Test
    void soundBehindHoursOfNothing_isRefused() throws Exception {
        run(VIDEO, 0, 100);
        assertThatThrownBy(() -> run(SOUND, 7_200 * SECOND, 100))
                .isInstanceOf(RefusedSourceException.class)
                .hasMessageContaining("1:59:56");
    }

    @Test
    void soundThatStepsBackALittle_isTakenAndCounted() throws Exception {
        run(VIDEO, 0, 200);
        assertThat(clocks.isInLine(SOUND, 7 * SECOND)).isTrue();
        assertThat(clocks.isInLine(SOUND, 2 * SECOND)).isTrue();
        assertThat(clocks.backwards()).isEqualTo(1);
    }

    private void run(int streamIndex, long fromTicks, int count) throws RefusedSourceException {
        for (int i = 0; i < count; i++) {
            clocks.isInLine(streamIndex, fromTicks + i * PICTURE);
        }
    }
}
