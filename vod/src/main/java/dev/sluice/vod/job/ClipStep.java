package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.job.NewStep;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.Timescale;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.vod.job.CopyPlan.CopiedFile;
import dev.sluice.vod.job.CopyPlan.CopiedSegment;
import dev.sluice.vod.publish.IndexStore;
import dev.sluice.vod.publish.PublishedIndex;
import dev.sluice.vod.publish.PublishedIndex.AudioEntry;
import dev.sluice.vod.publish.PublishedIndex.VideoEntry;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which segments of an asset make a clip of it: those that any of its time is in. So a clip begins and ends with a key
 * frame, up to a segment earlier and later than was asked for.
 */
final class ClipStep implements Step {
    private final StepServices services;
    private final IndexStore indexes;

    ClipStep(StepServices services) {
        this.services = services;
        this.indexes = new IndexStore(services.objects());
    }

    /** What a clip is given. */
    record Parameters(String clipOf, long startUs, long endUs) {}

    /** Of the renditions' common segments, from the first to before the last. */
    private record Range(int first, int end, long startUs, long endUs) {}

    @Override
    public void run(StepRun run) throws RefusedSourceException, ObjectStoreException {
        Parameters parameters = services.origin(run.asset(), Parameters.class);
        AssetId parent = AssetId.parse(parameters.clipOf());
        PublishedIndex index = indexes.read(parent)
                .orElseThrow(() -> new RefusedSourceException("video_gone", "The video of the clip is not there."));
        CopyPlan plan = plan(parent, index, parameters);
        List<NewStep> next = List.of(
                new NewStep(StepNames.COPY, StepNames.PACKAGE_STAGE, 1),
                new NewStep(StepNames.PUBLISH_COPY, StepNames.PUBLISH_STAGE, 0.1));
        services.succeed(run, SourceJson.write(plan), next);
    }

    private CopyPlan plan(AssetId parent, PublishedIndex index, Parameters parameters) throws RefusedSourceException {
        TrackFile reference = index.video().isEmpty()
                ? index.audio().getFirst().file().file()
                : index.video().getFirst().file().file();
        Range range = range(reference, parameters);
        List<CopiedFile> files = new ArrayList<>();
        for (VideoEntry video : index.video()) {
            TrackFile file = video.file().file();
            files.add(new CopiedFile(
                    video.name(),
                    video.file().track(),
                    file.language(),
                    /* label= */ "",
                    /* preferred= */ false,
                    video.frameRate(),
                    segments(parent, file, range)));
        }
        for (AudioEntry audio : index.audio()) {
            TrackFile file = audio.file().file();
            files.add(new CopiedFile(
                    audio.name(),
                    audio.file().track(),
                    file.language(),
                    audio.label(),
                    audio.preferred(),
                    /* frameRate= */ null,
                    segments(parent, file, range)));
        }
        return new CopyPlan(range.endUs() - range.startUs(), files, poster(parent), List.of());
    }

    private static Range range(TrackFile file, Parameters parameters) throws RefusedSourceException {
        Timescale clock = file.track().timescale();
        int first = -1;
        int end = -1;
        for (int i = 0; i < file.segments().size(); i++) {
            SegmentEntry segment = file.segments().get(i);
            boolean wanted = clock.toMicros(segment.endTicks()) > parameters.startUs()
                    && clock.toMicros(segment.startTicks()) < parameters.endUs();
            if (wanted) {
                first = first < 0 ? i : first;
                end = i + 1;
            }
        }
        if (first < 0) {
            throw new RefusedSourceException("clip_beyond_end", "The video ends before the clip begins.");
        }
        return new Range(
                first,
                end,
                clock.toMicros(file.segments().get(first).startTicks()),
                clock.toMicros(file.segments().get(end - 1).endTicks()));
    }

    /** Segments of all renditions are cut at the same places, so their numbers are the same. */
    private static List<CopiedSegment> segments(AssetId parent, TrackFile file, Range range) {
        Timescale clock = file.track().timescale();
        String key = AssetKeys.published(parent) + file.uri();
        long zeroTicks = Timescale.MICROSECONDS.rescale(range.startUs(), clock);
        List<CopiedSegment> segments = new ArrayList<>();
        long offset = file.header().firstFragmentOffset();
        for (int i = 0; i < Math.min(range.end(), file.segments().size()); i++) {
            SegmentEntry entry = file.segments().get(i);
            if (i >= range.first()) {
                long startTicks = Math.max(0, entry.startTicks() - zeroTicks);
                long endTicks = Math.max(startTicks + 1, entry.endTicks() - zeroTicks);
                SegmentEntry moved =
                        new SegmentEntry(startTicks, endTicks - startTicks, entry.sizeBytes(), entry.keyFrameBytes());
                segments.add(new CopiedSegment(key, offset, moved));
            }
            offset += entry.sizeBytes();
        }
        return segments;
    }

    private @Nullable String poster(AssetId parent) {
        AssetOutput output = services.asset(parent).output();
        return output == null || output.thumbnail() == null ? null : AssetKeys.published(parent) + output.thumbnail();
    }
}
