package dev.sluice.engine.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.port.MultipartObjects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkPlanTest {
    @Test
    void example_ofTheContract_hasAHundredChunks() {
        ChunkPlan plan = new ChunkPlan(524_288_000, 5_242_880);

        assertThat(plan.count()).isEqualTo(100);
        assertThat(plan.areParts()).isTrue();
        assertThat(plan.partsPerChunk()).isEqualTo(1);
        assertThat(plan.bytesOf(100)).isEqualTo(5_242_880);
    }

    @ParameterizedTest
    @CsvSource({
        "107374182400, 67108864",
        "107374182400, 16777216",
        "107374182400, 12582912",
        "30000000, 9437184",
        "30000000, 5242880",
        "134217729, 67108864",
        "33554433, 16777217",
        "1, 262144",
    })
    void parts_ofChunksThatAreParts_keepTheRulesOfTheStoreAndStaySmall(long sizeBytes, int chunkBytes) {
        ChunkPlan plan = new ChunkPlan(sizeBytes, chunkBytes);
        assertThat(plan.areParts()).isTrue();
        long total = 0;
        int expectedPart = 1;
        for (int number = 1; number <= plan.count(); number++) {
            assertThat(plan.firstPartOf(number)).isEqualTo(expectedPart);
            int left = plan.bytesOf(number);
            total += left;
            while (left > 0) {
                int part = Math.min(plan.partBytes(), left);
                left -= part;
                boolean last = left == 0 && number == plan.count();
                assertThat(part).isLessThanOrEqualTo(20 << 20);
                assertThat(last || part >= MultipartObjects.MIN_PART_BYTES)
                        .as("part %d of %d bytes", expectedPart, part)
                        .isTrue();
                expectedPart++;
            }
        }
        assertThat(total).isEqualTo(sizeBytes);
        assertThat(expectedPart - 1).isLessThanOrEqualTo(MultipartObjects.MAX_PARTS);
    }

    @Test
    void smallChunks_areNoParts_unlessThereIsOne() {
        assertThat(new ChunkPlan(10 << 20, 1 << 20).areParts()).isFalse();
        assertThat(new ChunkPlan(1 << 20, 1 << 20).areParts()).isTrue();
    }

    @Test
    void sequentialParts_ofTheLargestFile_areAtMostTenThousand() {
        long size = 100L << 30;
        int part = ChunkPlan.sequentialPartBytes(size);

        assertThat((size + part - 1) / part).isLessThanOrEqualTo(MultipartObjects.MAX_PARTS);
        assertThat(ChunkPlan.sequentialPartBytes(1)).isEqualTo(ChunkPlan.PART_BYTES);
    }
}
