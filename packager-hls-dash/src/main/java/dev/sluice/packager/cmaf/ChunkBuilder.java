package dev.sluice.packager.cmaf;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.cmaf.box.FileTypeBoxes;
import dev.sluice.packager.cmaf.box.FragmentBoxes;
import dev.sluice.packager.cmaf.box.TrackRun;

/** Collects samples with their durations and writes them as a chunk. Owned by one segmenter. */
final class ChunkBuilder {
    private static final byte[] STYP = FileTypeBoxes.styp();
    private static final byte[] NOTHING = new byte[0];

    private final int trackId;
    private final TrackRun run = new TrackRun();
    private long decodeTimeTicks;
    private int sequenceNumber;

    ChunkBuilder(int trackId) {
        this.trackId = trackId;
    }

    /** A part that is a valid file without media. */
    static Part emptyPart(long startTicks) {
        return new Part(startTicks, 0, false, Payload.wrap(STYP.clone()));
    }

    boolean isEmpty() {
        return run.count() == 0;
    }

    long durationTicks() {
        return run.totalTicks();
    }

    /** @param decodeTicks the decode time; of the first sample of a chunk it becomes the tfdt */
    void add(EncodedSample sample, long decodeTicks, int duration) {
        if (run.count() == 0) {
            decodeTimeTicks = decodeTicks;
        }
        run.add(sample, duration);
    }

    /** Writes what was added as one part and starts anew. */
    Part build(boolean firstOfSegment) {
        sequenceNumber++;
        byte[] prefix = firstOfSegment ? STYP : NOTHING;
        Payload bytes = Payload.wrap(FragmentBoxes.chunk(prefix, run, trackId, sequenceNumber, decodeTimeTicks));
        Part part = new Part(decodeTimeTicks, run.totalTicks(), run.sample(0).syncSample(), bytes);
        run.clear();
        return part;
    }
}
