package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.TrackType;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.vod.job.EncodedFiles.EncodedFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

/** The parts of each rendition to one file, behind the header that names them all. */
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
            doneBytes += write(run, file, doneBytes, totalBytes);
        }
        services.succeed(run, "{}", List.of());
    }

    private long write(StepRun run, EncodedFile file, long doneBytes, long totalBytes)
            throws IOException, ObjectStoreException {
        String type = file.track().track().type() == TrackType.VIDEO ? "video/mp4" : "audio/mp4";
        String key = AssetKeys.published(run.asset()) + file.track().uri();
        try (ObjectWriter writer =
                new ObjectWriter(services.objects(), services.parts(), key, new ObjectMetadata(type, FOR_EVER))) {
            writer.write(file.track().header().bytes());
            for (Parts.Part part : file.parts()) {
                copy(run, part, writer, doneBytes, totalBytes);
            }
            writer.finish();
            return writer.sizeBytes();
        }
    }

    private void copy(StepRun run, Parts.Part part, ObjectWriter writer, long doneBytes, long totalBytes)
            throws IOException, ObjectStoreException {
        long sizeBytes =
                part.segments().stream().mapToLong(SegmentEntry::sizeBytes).sum();
        for (long offset = 0; offset < sizeBytes; offset += BLOCK_BYTES) {
            run.check();
            int length = (int) Math.min(BLOCK_BYTES, sizeBytes - offset);
            Payload block = services.objects()
                    .read(part.key(), offset, length)
                    .orElseThrow(() -> new FileNotFoundException("a part is not in the store: " + part.key()));
            if (block.sizeBytes() != length) {
                throw new IOException("a part is shorter than it was: " + part.key());
            }
            writer.write(block);
            run.progress((doneBytes + writer.sizeBytes()) / (double) totalBytes);
        }
    }
}
