package dev.sluice.vod.job;

import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.vod.encode.PieceEncoder;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceJson;
import java.io.IOException;
import java.util.List;

/** A piece of the pictures to every rung. */
final class PieceStep implements Step {
    private final StepServices services;
    private final PieceEncoder encoder;

    PieceStep(StepServices services, PieceEncoder encoder) {
        this.services = services;
        this.encoder = encoder;
    }

    @Override
    public void run(StepRun run) throws RefusedSourceException, IOException, ObjectStoreException, FfmpegException {
        LadderPlan plan = services.result(run, StepNames.PLAN, LadderPlan.class);
        PartCollector collector = new PartCollector(run.started());
        int index = StepNames.indexOf(run.started().step().step());
        encoder.encode(services.source(run.asset()), plan, index, collector, run);
        Parts.Encoded encoded = collector.store(services.objects(), /* loudness= */ null);
        services.succeed(run, SourceJson.write(encoded), List.of());
    }
}
