package dev.sluice.engine.upload;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Finds out which numbers of a plan are not there. */
public final class MissingChunks {
    static final int PAGE = 1000;
    /** Those that are told; there may be more. */
    public static final int MAX_TOLD = 1000;

    private MissingChunks() {}

    /** @param pages chunks by number, from a number on; an empty page ends them */
    static List<Integer> of(ChunkPlan plan, IntFunction<List<UploadChunk>> pages) {
        List<Integer> missing = new ArrayList<>();
        int expected = 1;
        for (List<UploadChunk> page = pages.apply(1); !page.isEmpty(); page = pages.apply(expected)) {
            for (UploadChunk chunk : page) {
                for (; expected < chunk.number() && missing.size() < MAX_TOLD; expected++) {
                    missing.add(expected);
                }
                expected = chunk.number() + 1;
            }
        }
        for (; expected <= plan.count() && missing.size() < MAX_TOLD; expected++) {
            missing.add(expected);
        }
        return missing;
    }
}
