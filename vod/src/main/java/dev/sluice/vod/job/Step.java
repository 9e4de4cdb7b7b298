package dev.sluice.vod.job;

import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.vod.source.RefusedSourceException;
import java.io.IOException;

/** One kind of step. Safe for threads: workers run many of a kind at a time. Ends itself in the ledger. */
@FunctionalInterface
interface Step {
    /**
     * Runs it to its end.
     *
     * @throws RefusedSourceException when no other try can succeed
     * @throws IOException when another try may succeed
     * @throws ObjectStoreException when another try may succeed
     * @throws FfmpegException when another try may succeed
     * @throws java.util.concurrent.CancellationException when told to stop
     */
    void run(StepRun run) throws RefusedSourceException, IOException, ObjectStoreException, FfmpegException;
}
