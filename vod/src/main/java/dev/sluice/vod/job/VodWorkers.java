package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetFinder;
import dev.sluice.engine.job.JobLedger;
import dev.sluice.engine.port.MultipartObjects;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.vod.encode.AudioRenditionEncoder;
import dev.sluice.vod.encode.EdgeEncoder;
import dev.sluice.vod.encode.PieceEncoder;
import dev.sluice.vod.source.SourceLimits;
import java.time.InstantSource;

/** Puts the steps together. */
public final class VodWorkers {
    private VodWorkers() {}

    /** What steps work on: the database and the object store. */
    public record Stores(AssetFinder assets, JobLedger ledger, ObjectStore objects, MultipartObjects parts) {}

    public static VodWorker create(
            Stores stores, Profiles profiles, SourceLimits limits, WorkerSettings settings, InstantSource clock) {
        StepServices services =
                new StepServices(stores.assets(), stores.ledger(), stores.objects(), stores.parts(), clock);
        Step probe = new ProbeStep(services, limits);
        Step plan = new PlanStep(services, profiles);
        Step piece = new PieceStep(services, new PieceEncoder(limits));
        Step audio = new AudioStep(services, new AudioRenditionEncoder(limits));
        Step pictures = new PicturesStep(services, limits);
        Step subtitles = new SubtitlesStep(services, limits);
        Step packaging = new PackageStep(services);
        Step publish = new PublishStep(services);
        Step clip = new ClipStep(services, new EdgeEncoder(limits));
        Step recording = new RecordingStep(services);
        Step publishCopy = new PublishCopyStep(services);
        ObjectRemoval removal = new ObjectRemoval(stores.objects(), stores.parts(), clock);
        return new VodWorker(
                stores.ledger(),
                name -> switch (name) {
                    case StepNames.PROBE -> probe;
                    case StepNames.PLAN -> plan;
                    case StepNames.PICTURES -> pictures;
                    case StepNames.SUBTITLES -> subtitles;
                    case StepNames.PACKAGE -> packaging;
                    case StepNames.PUBLISH -> publish;
                    case StepNames.CLIP -> clip;
                    case StepNames.RECORDING -> recording;
                    case StepNames.PUBLISH_COPY -> publishCopy;
                    default -> StepNames.isPiece(name) ? piece : audio;
                },
                removal,
                settings,
                clock);
    }
}
