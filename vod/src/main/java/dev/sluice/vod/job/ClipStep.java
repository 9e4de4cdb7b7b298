package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.job.NewStep;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.Timescale;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.StoredSegment;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.vod.job.CopyPlan.CopiedFile;
import dev.sluice.vod.publish.IndexStore;
import dev.sluice.vod.publish.PublishedIndex;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clip of an asset: those of its segments that any of the clip's time is in, one file after another. So a clip begins
 * and ends with a key frame, up to a segment earlier and later than was asked for.
 */
final class ClipStep implements Step {
    private static final double PUBLISH_COST = 0.1;

    private final StepServices services;
    private final IndexStore indexes;

    ClipStep(StepServices services) {
        this.services = services;
        this.indexes = new IndexStore(services.objects());
    }

    /** What a clip is given. */
    record Parameters(String clipOf, long startUs, long endUs) {}

    @Override
    public void run(StepRun run) throws RefusedSourceException, IOException, ObjectStoreException {
        Parameters parameters = services.origin(run.asset(), Parameters.class);
        AssetId parent = AssetId.parse(parameters.clipOf());
        PublishedIndex index = indexes.read(parent)
                .orElseThrow(() -> new RefusedSourceException("video_gone", "The video of the clip is not there."));
        List<ClipRendition> renditions = ClipRendition.of(index);
        ClipRendition reference = renditions.getFirst();
        ClipRange range =
                ClipRange.of(reference.file().segments(), reference.clock(), parameters.startUs(), parameters.endUs());
        CopyPlan plan = copy(run, parent, renditions, range);
        services.succeed(
                run,
                SourceJson.write(plan),
                List.of(new NewStep(StepNames.PUBLISH_COPY, StepNames.PUBLISH_STAGE, PUBLISH_COST)));
    }

    private CopyPlan copy(StepRun run, AssetId parent, List<ClipRendition> all, ClipRange range)
            throws IOException, ObjectStoreException {
        List<ClipRendition> renditions =
                all.stream().filter(each -> !each.segments(range).isEmpty()).toList();
        List<ObjectRange> ranges = renditions.stream()
                .flatMap(each -> each.ranges(parent, range).stream())
                .toList();
        long zeroUs = renditions.stream()
                .mapToLong(each ->
                        each.clock().toMicros(each.segments(range).getFirst().startTicks()))
                .min()
                .orElseThrow();
        List<CopiedFile> files = new ArrayList<>();
        long durationUs = 0;
        try (ReadAhead ahead = new ReadAhead(services.objects(), ranges)) {
            for (ClipRendition each : renditions) {
                CopiedFile file = copy(run, each, each.segments(range), zeroUs, ahead);
                files.add(file);
                durationUs = Math.max(
                        durationUs,
                        each.clock().toMicros(file.segments().getLast().endTicks()));
                run.progress(files.size() / (double) renditions.size());
            }
        }
        return new CopyPlan(durationUs, files, poster(parent), List.of());
    }

    private CopiedFile copy(
            StepRun run, ClipRendition rendition, List<SegmentEntry> segments, long zeroUs, ReadAhead ahead)
            throws IOException, ObjectStoreException {
        long zeroTicks = Timescale.MICROSECONDS.rescale(zeroUs, rendition.clock());
        String language = rendition.file().language();
        try (SegmentCopy copy = new SegmentCopy(
                services, run, rendition.name(), rendition.file().track(), language)) {
            for (SegmentEntry entry : segments) {
                run.check();
                StoredSegment segment = parse(ahead);
                long startTicks = Math.max(0, entry.startTicks() - zeroTicks);
                copy.add(segment, startTicks, Math.max(startTicks, segment.decodeTicks() - zeroTicks));
            }
            TrackFile file = copy.finish(segments.getLast().endTicks() - zeroTicks);
            return new CopiedFile(
                    rendition.name(),
                    file.uri(),
                    rendition.file().track(),
                    language,
                    rendition.label(),
                    rendition.preferred(),
                    rendition.frameRate(),
                    file.segments());
        }
    }

    private static StoredSegment parse(ReadAhead ahead) throws IOException, ObjectStoreException {
        try {
            return StoredSegment.read(ahead.next());
        } catch (MediaParseException damaged) {
            throw new IOException("a segment of the video cannot be read", damaged);
        }
    }

    private @Nullable String poster(AssetId parent) {
        AssetOutput output = services.asset(parent).output();
        return output == null || output.thumbnail() == null ? null : AssetKeys.published(parent) + output.thumbnail();
    }
}
