package dev.sluice.vod.job;

import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.vod.encode.AudioRenditionEncoder;
import dev.sluice.vod.encode.EncodeTally;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceJson;
import java.io.IOException;
import java.util.List;

/** All of a sound track to one rendition. */
final class AudioStep implements Step {
    private final StepServices services;
    private final AudioRenditionEncoder encoder;

    AudioStep(StepServices services, AudioRenditionEncoder encoder) {
        this.services = services;
        this.encoder = encoder;
    }

    @Override
    public void run(StepRun run) throws RefusedSourceException, IOException, ObjectStoreException, FfmpegException {
        LadderPlan plan = services.result(run, StepNames.PLAN, LadderPlan.class);
        PartCollector collector = new PartCollector(run.started());
        int index = StepNames.indexOf(run.started().step().step());
        EncodeTally tally =
                encoder.encode(services.source(run.asset()), plan, plan.audio().get(index), collector, run);
        Parts.Encoded encoded = collector.store(services.objects(), tally.loudness());
        services.succeed(run, SourceJson.write(encoded), List.of());
    }
}
