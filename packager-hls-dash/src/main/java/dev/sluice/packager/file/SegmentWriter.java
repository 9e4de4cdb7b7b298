package dev.sluice.packager.file;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.cmaf.box.FragmentBoxes;
import dev.sluice.packager.cmaf.box.TrackRun;
import java.util.List;

/**
 * Writes the samples of one segment as one fragment.
 *
 * <p>Decode times are given, not taken: the n-th sample in decode order is decoded at the n-th smallest presentation
 * time of the segment. So a segment needs to know nothing of its neighbours, their decode times are contiguous, and the
 * first decode time is the first presentation time. Composition offsets are signed (CMAF {@code cmf2}). Some players
 * show the pictures of such a file too late, so they may be shifted once it is known by how much
 * ({@link StoredSegment#shifted}); segments of pictures always have offsets, so that this does not change their size.
 */
public final class SegmentWriter {
    private static final byte[] NO_PREFIX = new byte[0];

    private SegmentWriter() {}

    /**
     * Writes one fragment. A pure function: the same samples give the same bytes.
     *
     * @param samples in decode order, at least one; for video a closed GOP or several
     * @param startTicks where the segment starts on the track's timescale; no sample is shown before
     * @param endTicks where the next one starts; every sample is shown before
     * @param sequenceNumber of mfhd, rising within a file
     * @throws IllegalArgumentException when the samples do not lie between the two, or two are shown at the same time
     */
    public static FileSegment write(
            Track track, List<EncodedSample> samples, long startTicks, long endTicks, int sequenceNumber) {
        return write(track, samples, startTicks, endTicks, sequenceNumber, /* lagTicks= */ 0);
    }

    /**
     * As {@link #write(Track, List, long, long, int)}, for a file whose samples are all shown later than decode times
     * say, as those of live streams with B-frames are.
     *
     * @param startTicks and {@code endTicks}: less the lag
     * @param lagTicks how much later the first sample of a segment is shown than it is decoded
     */
    public static FileSegment write(
            Track track,
            List<EncodedSample> samples,
            long startTicks,
            long endTicks,
            int sequenceNumber,
            long lagTicks) {
        long[] decodeTicks = decodeTimes(samples, lagTicks);
        if (decodeTicks.length == 0) {
            throw new IllegalArgumentException("a segment without samples at " + startTicks);
        }
        if (startTicks < 0 || decodeTicks[0] < startTicks || decodeTicks[decodeTicks.length - 1] >= endTicks) {
            throw new IllegalArgumentException("samples from " + decodeTicks[0] + " to "
                    + decodeTicks[decodeTicks.length - 1] + " in a segment from " + startTicks + " to " + endTicks);
        }
        TrackRun run = new TrackRun();
        long laterBytes = -samples.getFirst().payload().sizeBytes();
        for (int i = 0; i < decodeTicks.length; i++) {
            long nextTicks = i + 1 < decodeTicks.length ? decodeTicks[i + 1] : endTicks;
            if (nextTicks == decodeTicks[i]) {
                throw new IllegalArgumentException("two samples are shown at " + nextTicks);
            }
            EncodedSample sample = samples.get(i);
            run.add(sample, Math.toIntExact(nextTicks - decodeTicks[i]));
            laterBytes += sample.payload().sizeBytes();
        }
        byte[] bytes = track.type() == TrackType.VIDEO
                ? FragmentBoxes.chunkWithOffsets(NO_PREFIX, run, track.id(), sequenceNumber, decodeTicks[0])
                : FragmentBoxes.chunk(NO_PREFIX, run, track.id(), sequenceNumber, decodeTicks[0]);
        EncodedSample first = samples.getFirst();
        boolean startsWithSync = first.syncSample() && first.ptsTicks() - lagTicks == decodeTicks[0];
        int keyFrameBytes = startsWithSync ? Math.toIntExact(bytes.length - laterBytes) : 0;
        SegmentEntry entry = new SegmentEntry(startTicks, endTicks - startTicks, bytes.length, keyFrameBytes);
        return new FileSegment(entry, Payload.wrap(bytes), shift(samples, decodeTicks));
    }

    private static long shift(List<EncodedSample> samples, long[] decodeTicks) {
        long shiftTicks = 0;
        for (int i = 0; i < decodeTicks.length; i++) {
            shiftTicks = Math.max(shiftTicks, decodeTicks[i] - samples.get(i).ptsTicks());
        }
        return shiftTicks;
    }

    private static long[] decodeTimes(List<EncodedSample> samples, long lagTicks) {
        return samples.stream()
                .mapToLong(sample -> sample.ptsTicks() - lagTicks)
                .sorted()
                .toArray();
    }
}
