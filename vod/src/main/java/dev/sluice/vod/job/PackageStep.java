package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.TrackType;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.StoredSegment;
import dev.sluice.vod.job.EncodedFiles.EncodedFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

/**
 * The parts of each rendition to one file, behind the header that names them all. Only here it is known by how much the
 * pictures of all parts must be shifted, so that none has a composition time before its decode time.
 */
final class PackageStep implements Step {
    static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final int BLOCK_BYTES = 4 << 20;

    private final StepServices services;

    PackageStep(StepServices services) {
        this.services = services;
    }

    @Override
    public void run(StepRun run) throws IOException, ObjectStoreException {
        EncodedFiles encoded = EncodedFiles.of(services, run);
        long totalBytes = encoded.files().values().stream()
                .mapToLong(file -> file.track().sizeBytes())
                .sum();
        long doneBytes = 0;
        for (EncodedFile file : encoded.files().values()) {
            long before = doneBytes;
            doneBytes += write(run, file, written -> run.progress((before + written) / (double) totalBytes));
        }
        services.succeed(run, "{}", List.of());
    }

    /** Is told how many bytes of a file are written. */
    private interface Progress {
        void told(long writtenBytes);
    }

    private long write(StepRun run, EncodedFile file, Progress progress) throws IOException, ObjectStoreException {
        String type = file.track().track().type() == TrackType.VIDEO ? "video/mp4" : "audio/mp4";
        String key = AssetKeys.published(run.asset()) + file.track().uri();
        try (ObjectWriter writer =
                new ObjectWriter(services.objects(), services.parts(), key, new ObjectMetadata(type, FOR_EVER))) {
            writer.write(file.track().header().bytes());
            for (Parts.Part part : file.parts()) {
                copy(run, part, file.track().compositionShiftTicks(), writer, progress);
            }
            writer.finish();
            return writer.sizeBytes();
        }
    }

    /** Several segments at a time. */
    private void copy(StepRun run, Parts.Part part, long shiftTicks, ObjectWriter writer, Progress progress)
            throws IOException, ObjectStoreException {
        long offset = 0;
        List<SegmentEntry> left = part.segments();
        while (!left.isEmpty()) {
            run.check();
            int count = countOfBlock(left);
            Payload block = read(part.key(), offset, bytes(left.subList(0, count)));
            int position = 0;
            for (SegmentEntry segment : left.subList(0, count)) {
                writer.write(shifted(block.slice(position, segment.sizeBytes()), shiftTicks));
                position += segment.sizeBytes();
            }
            offset += block.sizeBytes();
            left = left.subList(count, left.size());
            progress.told(writer.sizeBytes());
        }
    }

    /** As many segments as a block has room for, at least one. */
    private static int countOfBlock(List<SegmentEntry> segments) {
        int count = 0;
        long totalBytes = 0;
        do {
            totalBytes += segments.get(count++).sizeBytes();
        } while (count < segments.size() && totalBytes + segments.get(count).sizeBytes() <= BLOCK_BYTES);
        return count;
    }

    private static int bytes(List<SegmentEntry> segments) {
        return Math.toIntExact(
                segments.stream().mapToLong(SegmentEntry::sizeBytes).sum());
    }

    private Payload read(String key, long offset, int sizeBytes) throws IOException, ObjectStoreException {
        Payload block = services.objects()
                .read(key, offset, sizeBytes)
                .orElseThrow(() -> new FileNotFoundException("a part is not in the store: " + key));
        if (block.sizeBytes() != sizeBytes) {
            throw new IOException("a part is shorter than it was: " + key);
        }
        return block;
    }

    private static Payload shifted(Payload segment, long shiftTicks) throws IOException {
        if (shiftTicks == 0) {
            return segment;
        }
        try {
            return StoredSegment.shifted(segment, shiftTicks);
        } catch (MediaParseException damaged) {
            throw new IOException("a part is not what was written", damaged);
        }
    }
}
