package dev.sluice.packager.cmaf;

import dev.sluice.media.io.Payload;
import java.util.List;

/**
 * The media of one rendition between two boundaries. Times are presentation times in the track's timescale; each
 * segment starts where the one before ended.
 *
 * @param number equal in all renditions for the same boundary
 * @param startTicks PTS of the first sample (for a gap, of the boundary)
 * @param durationTicks until the start of the next segment
 * @param sampleCount zero for a gap: no sample began between the two boundaries
 * @param independent true when the first sample is a sync sample
 * @param parts at least one; that of a gap is a styp alone, a valid file without media
 */
public record Segment(
        long number, long startTicks, long durationTicks, int sampleCount, boolean independent, List<Part> parts) {
    public Segment {
        parts = List.copyOf(parts);
    }

    public boolean gap() {
        return sampleCount == 0;
    }

    public List<Payload> body() {
        return parts.stream().map(Part::payload).toList();
    }

    public long sizeBytes() {
        long total = 0;
        for (Part part : parts) {
            total += part.payload().sizeBytes();
        }
        return total;
    }
}
