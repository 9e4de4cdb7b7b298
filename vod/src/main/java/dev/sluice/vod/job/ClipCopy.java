package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.media.Timescale;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.StoredSegment;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.vod.encode.EdgeEncoder;
import dev.sluice.vod.job.CopyPlan.CopiedFile;
import dev.sluice.vod.publish.TrackText;
import dev.sluice.vod.source.RefusedSourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies the segments of a clip, one file after another. An exact clip has its first and last segments cut by
 * {@link ClipEdges}. Used once, by one thread.
 */
final class ClipCopy {
    /** Nobody sees that a clip begins or ends two milliseconds beside what was asked for. */
    private static final long TOLERANCE_US = 2_000;

    private static final long FOR_EVER_US = Long.MAX_VALUE / 4;

    private final StepServices services;
    private final StepRun run;
    private final AssetId video;
    private final EdgeEncoder encoder;
    private int done;
    private int total;

    ClipCopy(StepServices services, StepRun run, AssetId video, EdgeEncoder encoder) {
        this.services = services;
        this.run = run;
        this.video = video;
        this.encoder = encoder;
    }

    /**
     * What is taken of a rendition.
     *
     * @param lagTicks how much later than it is decoded the first picture of each segment is shown
     */
    private record Part(ClipRendition rendition, ClipRange range, long lagTicks) {
        List<SegmentEntry> segments() {
            return rendition.segments(range);
        }

        long ticks(long us) {
            return Timescale.MICROSECONDS.rescale(us, rendition.clock());
        }

        long us(long ticks) {
            return rendition.clock().toMicros(ticks);
        }
    }

    /**
     * When the clip begins and ends in the video, in what is shown.
     *
     * @param zeroUs what becomes zero: nothing is decoded before
     */
    private record Window(long startUs, long endUs, long zeroUs) {}

    /** Whole segments, of all renditions the same. */
    List<CopiedFile> copy(List<ClipRendition> renditions, ClipRange range)
            throws IOException, ObjectStoreException, FfmpegException, RefusedSourceException {
        List<Part> parts = renditions.stream()
                .filter(each -> !each.segments(range).isEmpty())
                .map(each -> new Part(each, range, /* lagTicks= */ 0))
                .toList();
        long zeroUs = parts.stream()
                .mapToLong(each -> each.us(each.segments().getFirst().startTicks()))
                .min()
                .orElseThrow();
        return write(parts, new Window(-FOR_EVER_US, FOR_EVER_US, zeroUs));
    }

    /** From one time to another. */
    List<CopiedFile> copyExactly(List<ClipRendition> renditions, long startUs, long endUs)
            throws IOException, ObjectStoreException, FfmpegException, RefusedSourceException {
        List<Part> parts = new ArrayList<>();
        long zeroUs = startUs;
        for (ClipRendition each : renditions) {
            new ClipEdges(each, encoder, run).check();
            Optional<ClipRange> shown = range(each, startUs, endUs);
            if (shown.isPresent()) {
                long lagTicks = each.moving() ? lagTicks(each, shown.get()) : 0;
                long lagUs = each.clock().toMicros(lagTicks);
                Optional<ClipRange> decoded = range(each, startUs - lagUs, endUs - lagUs);
                parts.add(new Part(each, decoded.orElse(shown.get()), lagTicks));
                zeroUs = Math.min(zeroUs, startUs - lagUs);
            }
        }
        if (parts.isEmpty()) {
            throw ClipRange.beyondEnd();
        }
        return write(parts, new Window(startUs, endUs, zeroUs));
    }

    private static Optional<ClipRange> range(ClipRendition rendition, long startUs, long endUs) {
        return ClipRange.of(
                rendition.file().segments(), rendition.clock(), startUs + TOLERANCE_US, endUs - TOLERANCE_US);
    }

    private long lagTicks(ClipRendition rendition, ClipRange range) throws IOException, ObjectStoreException {
        try (ReadAhead first = new ReadAhead(
                services.objects(), List.of(rendition.ranges(video, range).getFirst()))) {
            return ClipEdges.lagTicks(ClipEdges.parse(first.next()))
                    - rendition.file().compositionShiftTicks();
        }
    }

    private List<CopiedFile> write(List<Part> parts, Window window)
            throws IOException, ObjectStoreException, FfmpegException, RefusedSourceException {
        List<ObjectRange> ranges = parts.stream()
                .flatMap(each -> each.rendition().ranges(video, each.range()).stream())
                .toList();
        total = ranges.size();
        List<CopiedFile> files = new ArrayList<>();
        try (ReadAhead ahead = new ReadAhead(services.objects(), ranges)) {
            for (Part part : parts) {
                write(part, window, ahead).ifPresent(files::add);
            }
        }
        if (files.isEmpty()) {
            throw ClipRange.beyondEnd();
        }
        return files;
    }

    /** @return empty when a rendition has nothing of the clip */
    private Optional<CopiedFile> write(Part part, Window window, ReadAhead ahead)
            throws IOException, ObjectStoreException, FfmpegException, RefusedSourceException {
        ClipRendition rendition = part.rendition();
        ClipEdges edges = new ClipEdges(rendition, encoder, run);
        long zeroTicks = part.ticks(window.zeroUs());
        long endTicks = -1;
        try (SegmentCopy copy = new SegmentCopy(services, run, rendition.name(), rendition.moving())) {
            for (SegmentEntry entry : part.segments()) {
                run.check();
                StoredSegment stored = ClipEdges.parse(ahead.next());
                boolean whole = isWhole(part, entry, window);
                Optional<StoredSegment> segment = whole
                        ? Optional.of(stored)
                        : edges.cut(stored, from(part, entry, window), to(part, entry, window));
                if (segment.isPresent()) {
                    long decodeTicks = segment.get().decodeTicks() - zeroTicks;
                    long startTicks = Math.max(0, whole ? entry.startTicks() - zeroTicks : decodeTicks);
                    copy.add(segment.get(), startTicks, Math.max(startTicks, decodeTicks));
                    endTicks = whole
                            ? entry.endTicks() - zeroTicks
                            : decodeTicks + segment.get().mediaTicks();
                }
                run.progress(++done / (double) total);
            }
            return endTicks < 0 ? Optional.empty() : Optional.of(file(rendition, edges.trackText(), copy, endTicks));
        }
    }

    private static CopiedFile file(ClipRendition rendition, TrackText track, SegmentCopy copy, long endTicks)
            throws ObjectStoreException {
        TrackFile file =
                copy.finish(track, rendition.file().language(), rendition.file().compositionShiftTicks(), endTicks);
        return new CopiedFile(
                rendition.name(),
                file.uri(),
                track,
                file.language(),
                rendition.label(),
                rendition.preferred(),
                rendition.frameRate(),
                file.compositionShiftTicks(),
                file.segments());
    }

    private static boolean isWhole(Part part, SegmentEntry entry, Window window) {
        return part.us(entry.startTicks() + part.lagTicks()) >= window.startUs() - TOLERANCE_US
                && part.us(entry.endTicks() + part.lagTicks()) <= window.endUs() + TOLERANCE_US;
    }

    private static long from(Part part, SegmentEntry entry, Window window) {
        return Math.max(part.ticks(window.startUs()), entry.startTicks() + part.lagTicks());
    }

    private static long to(Part part, SegmentEntry entry, Window window) {
        return Math.min(part.ticks(window.endUs()), entry.endTicks() + part.lagTicks());
    }
}
