package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.job.NewStep;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.vod.encode.EdgeEncoder;
import dev.sluice.vod.job.CopyPlan.CopiedFile;
import dev.sluice.vod.publish.IndexStore;
import dev.sluice.vod.publish.PublishedIndex;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceJson;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clip of an asset: those of its segments that any of the clip's time is in, so that it begins and ends with a key
 * frame, up to a segment earlier and later than was asked for; or, when it shall be exact, with the first and the last
 * of them cut to the picture.
 */
final class ClipStep implements Step {
    private static final double PUBLISH_COST = 0.1;

    private final StepServices services;
    private final IndexStore indexes;
    private final EdgeEncoder encoder;

    ClipStep(StepServices services, EdgeEncoder encoder) {
        this.services = services;
        this.indexes = new IndexStore(services.objects());
        this.encoder = encoder;
    }

    /** What a clip is given. */
    record Parameters(String clipOf, long startUs, long endUs, boolean exact) {}

    @Override
    public void run(StepRun run) throws RefusedSourceException, IOException, ObjectStoreException, FfmpegException {
        Parameters wanted = services.origin(run.asset(), Parameters.class);
        AssetId video = AssetId.parse(wanted.clipOf());
        PublishedIndex index = indexes.read(video)
                .orElseThrow(() -> new RefusedSourceException("video_gone", "The video of the clip is not there."));
        List<ClipRendition> renditions = ClipRendition.of(index);
        ClipRendition reference = renditions.getFirst();
        ClipRange range = ClipRange.of(reference.file().segments(), reference.clock(), wanted.startUs(), wanted.endUs())
                .orElseThrow(ClipRange::beyondEnd);
        ClipCopy copy = new ClipCopy(services, run, video, encoder);
        long endUs = Math.min(wanted.endUs(), reference.endUs(range));
        List<CopiedFile> files =
                wanted.exact() ? copy.copyExactly(renditions, wanted.startUs(), endUs) : copy.copy(renditions, range);
        CopyPlan plan = new CopyPlan(durationUs(files), files, poster(video), List.of());
        services.succeed(
                run,
                SourceJson.write(plan),
                List.of(new NewStep(StepNames.PUBLISH_COPY, StepNames.PUBLISH_STAGE, PUBLISH_COST)));
    }

    /** As long as the pictures: frames of sound may end a little later. */
    private static long durationUs(List<CopiedFile> files) {
        CopiedFile first = files.getFirst();
        return first.track()
                .track()
                .timescale()
                .toMicros(first.segments().getLast().endTicks());
    }

    private @Nullable String poster(AssetId video) {
        AssetOutput output = services.asset(video).output();
        return output == null || output.thumbnail() == null ? null : AssetKeys.published(video) + output.thumbnail();
    }
}
