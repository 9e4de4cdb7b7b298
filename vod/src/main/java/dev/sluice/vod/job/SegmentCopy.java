package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.StoredSegment;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.vod.publish.TrackText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Segments to one file of a rendition, each at its new time. Its header comes last, when all of them are known. Call
 * order: {@code add+ finish close}, or {@code close} at any time. One thread at a time.
 */
final class SegmentCopy implements AutoCloseable {
    private record Added(long startTicks, int sizeBytes, int keyFrameBytes) {}

    private final String uri;
    private final ObjectWriter writer;
    private final List<Added> added = new ArrayList<>();

    /** @param name of the rendition; the file's has the fence, so that a worker that was thought dead writes another */
    SegmentCopy(StepServices services, StepRun run, String name, boolean moving) {
        this.uri = name + "-" + run.started().step().job().shortText() + "-"
                + run.started().fence() + ".mp4";
        this.writer = new ObjectWriter(
                services.objects(),
                services.parts(),
                AssetKeys.published(run.asset()) + uri,
                new ObjectMetadata(moving ? "video/mp4" : "audio/mp4", PackageStep.FOR_EVER));
    }

    /**
     * @param startTicks where the segment begins and the one before ends
     * @param decodeTicks of its first sample, from now on
     */
    void add(StoredSegment segment, long startTicks, long decodeTicks) throws ObjectStoreException {
        Payload moved = segment.movedTo(decodeTicks);
        added.add(new Added(startTicks, moved.sizeBytes(), segment.keyFrameBytes()));
        writer.write(moved);
    }

    /**
     * @param language and {@code compositionShiftTicks}: as given to {@link TrackFile}
     * @return the file, which is stored
     */
    TrackFile finish(TrackText track, @Nullable String language, long compositionShiftTicks, long endTicks)
            throws ObjectStoreException {
        List<SegmentEntry> segments = new ArrayList<>();
        for (int i = 0; i < added.size(); i++) {
            Added each = added.get(i);
            long next = i + 1 < added.size() ? added.get(i + 1).startTicks() : endTicks;
            segments.add(new SegmentEntry(
                    each.startTicks(), next - each.startTicks(), each.sizeBytes(), each.keyFrameBytes()));
        }
        TrackFile file = new TrackFile(uri, track.track(), language, compositionShiftTicks, segments);
        writer.finish(file.header().bytes());
        return file;
    }

    @Override
    public void close() {
        writer.close();
    }
}
