package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetFinder;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.job.JobLedger;
import dev.sluice.engine.job.NewStep;
import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.vod.source.SourceJson;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CancellationException;

/** What all steps stand on. */
record StepServices(
        AssetFinder assets, JobLedger ledger, ObjectStore objects, MultipartObjects parts, InstantSource clock) {
    /** @throws CancellationException when the asset was deleted, and its job with it */
    AssetRecord asset(AssetId id) {
        return assets.find(id).orElseThrow(() -> new CancellationException("asset " + id + " is gone"));
    }

    SeekableInput source(AssetId id) throws IOException {
        return ObjectInput.open(objects, asset(id).sourceKey());
    }

    /** What media an asset is made of that has no file of its own. */
    <T extends Record> T origin(AssetId id, Class<T> type) {
        String json = asset(id).sourceJson();
        if (json == null) {
            throw new IllegalStateException("asset " + id + " does not say what it is made of");
        }
        return SourceJson.read(json, type);
    }

    /** @throws CancellationException when it has not succeeded, because its job is gone */
    <T extends Record> T result(StepRun run, String step, Class<T> type) {
        String json = ledger.result(run.sibling(step))
                .orElseThrow(() -> new CancellationException("step " + step + " left nothing"));
        return SourceJson.read(json, type);
    }

    /** What the step found that the job began with. */
    <T extends Record> T firstResult(StepRun run, Class<T> type) {
        String first = ledger.steps(run.started().step().job()).stream()
                .filter(step -> step.stage() == 0)
                .findFirst()
                .orElseThrow(() -> new CancellationException("the job is gone"))
                .name();
        return result(run, first, type);
    }

    /** Of a step that not every plan has. */
    <T extends Record> T resultOr(StepRun run, String step, Class<T> type, T without) {
        return ledger.result(run.sibling(step))
                .map(json -> SourceJson.read(json, type))
                .orElse(without);
    }

    /** @throws CancellationException when somebody else has the step */
    void succeed(StepRun run, String resultJson, List<NewStep> next) {
        if (!ledger.succeed(run.started(), resultJson, next, clock.instant())) {
            throw new CancellationException("step " + run.started().step() + " is not this worker's any more");
        }
    }
}
