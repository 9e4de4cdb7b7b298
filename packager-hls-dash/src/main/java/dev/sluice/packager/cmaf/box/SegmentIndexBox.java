package dev.sluice.packager.cmaf.box;

import dev.sluice.media.Track;
import java.util.List;

/** The segment index that stands between movie header and fragments (ISO/IEC 14496-12 section 8.16.3). */
public final class SegmentIndexBox {
    /** The field that counts references has 16 bits. */
    public static final int MAX_REFERENCES = 0xFFFF;

    /** The field that holds a duration has 32 bits. */
    public static final long MAX_DURATION_TICKS = 0xFFFF_FFFFL;

    private static final int STARTS_WITH_SAP_OF_TYPE_1 = 0x9000_0000;
    private static final int FIXED_BYTES = Boxes.FULL_HEADER_BYTES + 28;
    private static final int REFERENCE_BYTES = 12;

    private SegmentIndexBox() {}

    /**
     * A subsegment: one fragment.
     *
     * @param sizeBytes greater than zero
     * @param startsWithSap true when the first sample is a sync sample and the earliest to be shown
     */
    public record Reference(int sizeBytes, long durationTicks, boolean startsWithSap) {
        public Reference {
            if (sizeBytes <= 0 || durationTicks < 0 || durationTicks > MAX_DURATION_TICKS) {
                throw new IllegalArgumentException(
                        "not a subsegment: " + sizeBytes + " bytes, " + durationTicks + " ticks");
            }
        }
    }

    /** How long the box of so many references is. */
    public static int sizeBytes(int references) {
        return FIXED_BYTES + REFERENCE_BYTES * references;
    }

    /**
     * Version 1, followed at once by the first fragment.
     *
     * @param earliestPresentationTicks of the first fragment
     * @param references {@link #MAX_REFERENCES} at most
     */
    public static byte[] sidx(Track track, long earliestPresentationTicks, List<Reference> references) {
        if (references.size() > MAX_REFERENCES) {
            throw new IllegalArgumentException(
                    "a segment index of " + references.size() + " references; " + MAX_REFERENCES + " at most");
        }
        BoxWriter out = new BoxWriter(sizeBytes(references.size()));
        out.u32(sizeBytes(references.size())).fourCc("sidx").u32(0x01000000);
        out.u32(track.id()).u32(track.timescale().ticksPerSecond());
        out.u64(earliestPresentationTicks).u64(0); // first offset: nothing between index and media
        out.u16(0).u16(references.size());
        for (Reference reference : references) {
            out.u32(reference.sizeBytes()).u32((int) reference.durationTicks());
            out.u32(reference.startsWithSap() ? STARTS_WITH_SAP_OF_TYPE_1 : 0);
        }
        return out.finish();
    }
}
