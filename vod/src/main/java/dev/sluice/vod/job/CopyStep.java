package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.TrackType;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.StoredSegment;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.vod.job.CopyPlan.CopiedFile;
import dev.sluice.vod.job.CopyPlan.CopiedSegment;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

/** The segments of a {@link CopyPlan} to one file for each rendition, each at its new time. */
final class CopyStep implements Step {
    private final StepServices services;

    CopyStep(StepServices services) {
        this.services = services;
    }

    @Override
    public void run(StepRun run) throws IOException, ObjectStoreException {
        CopyPlan plan = services.firstResult(run, CopyPlan.class);
        int total =
                plan.files().stream().mapToInt(file -> file.segments().size()).sum();
        int done = 0;
        for (CopiedFile file : plan.files()) {
            done = write(run, file, done, total);
        }
        services.succeed(run, "{}", List.of());
    }

    /** As it will be named: immutable, since another job makes another name. */
    static TrackFile trackFile(StepRun run, CopiedFile file) {
        String job = run.started().step().job().shortText();
        return new TrackFile(file.name() + "-" + job + ".mp4", file.track().track(), file.language(), file.entries());
    }

    private int write(StepRun run, CopiedFile file, int doneBefore, int total)
            throws IOException, ObjectStoreException {
        TrackFile track = trackFile(run, file);
        String type = track.track().type() == TrackType.VIDEO ? "video/mp4" : "audio/mp4";
        String key = AssetKeys.published(run.asset()) + track.uri();
        int done = doneBefore;
        try (ObjectWriter writer = new ObjectWriter(
                services.objects(), services.parts(), key, new ObjectMetadata(type, PackageStep.FOR_EVER))) {
            writer.write(track.header().bytes());
            for (CopiedSegment segment : file.segments()) {
                run.check();
                writer.write(moved(segment));
                done++;
                run.progress(done / (double) total);
            }
            writer.finish();
        }
        return done;
    }

    private Payload moved(CopiedSegment segment) throws IOException, ObjectStoreException {
        int sizeBytes = segment.entry().sizeBytes();
        Payload bytes = services.objects()
                .read(segment.key(), segment.offsetBytes(), sizeBytes)
                .orElseThrow(() -> new FileNotFoundException("a segment is not in the store: " + segment.key()));
        if (bytes.sizeBytes() != sizeBytes) {
            throw new IOException("a segment is shorter than it was: " + segment.key());
        }
        try {
            return StoredSegment.read(bytes).movedTo(segment.entry().startTicks());
        } catch (MediaParseException damaged) {
            throw new IOException("a segment cannot be read: " + segment.key(), damaged);
        }
    }
}
