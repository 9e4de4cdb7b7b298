package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplittingInputTest {
    @Test
    void forEachSplit_everyCuttingJoinsToTheBytes() {
        byte[] bytes = {1, 2, 3, 4};
        List<Integer> pieceCounts = new ArrayList<>();

        SplittingInput.forEachSplit(bytes, pieces -> {
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            pieces.forEach(joined::writeBytes);
            assertThat(joined.toByteArray()).isEqualTo(bytes);
            pieceCounts.add(pieces.size());
        });

        assertThat(pieceCounts).containsExactly(1, 4, 2, 2, 2);
    }

    @Test
    void forEachSplit_failure_namesTheCutting() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(
                        () -> SplittingInput.forEachSplit(new byte[] {1, 2, 3}, pieces -> assertThat(pieces.getFirst())
                                .isNotEqualTo(new byte[] {1, 2})))
                .withMessageStartingWith("input cut at 2 of 3");
    }

    @Test
    void inPiecesOf_lastPieceIsTheRest() {
        assertThat(SplittingInput.inPiecesOf(2, new byte[] {1, 2, 3}))
                .containsExactly(new byte[] {1, 2}, new byte[] {3});
    }
}
