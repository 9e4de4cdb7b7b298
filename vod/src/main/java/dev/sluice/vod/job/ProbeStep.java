package dev.sluice.vod.job;

import dev.sluice.engine.job.NewStep;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceDescription;
import dev.sluice.vod.source.SourceJson;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceProbe;
import dev.sluice.vod.source.SourceScan;
import dev.sluice.vod.source.SourceTimeline;
import java.io.IOException;
import java.util.List;

/** What is in the file, and when: the begin of it is looked at, then all of its packets are read once. */
final class ProbeStep implements Step {
    private static final double LOOKED_AT = 0.1;

    private final StepServices services;
    private final SourceProbe probe;
    private final SourceScan scan;

    ProbeStep(StepServices services, SourceLimits limits) {
        this.services = services;
        this.probe = new SourceProbe(limits);
        this.scan = new SourceScan(limits);
    }

    @Override
    public void run(StepRun run) throws RefusedSourceException, IOException, FfmpegException {
        SeekableInput input = services.source(run.asset());
        SourceDescription source = probe.probe(input);
        services.ledger().describeSource(run.started(), source.toJson());
        run.progress(LOOKED_AT);
        SourceTimeline timeline = scan.scan(input, source, run);
        List<NewStep> next = List.of(new NewStep(StepNames.PLAN, StepNames.PLAN_STAGE, 0.1));
        services.succeed(run, SourceJson.write(new Parts.Probed(source, timeline)), next);
    }
}
