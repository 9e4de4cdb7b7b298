package dev.sluice.packager.cmaf.box;

import dev.sluice.media.EncodedSample;

/**
 * A chunk: moof and mdat in one array of the exact size, each payload copied once (ISO/IEC 14496-12 section 8.8).
 * Fields that are equal for all samples stand once in tfhd.
 */
public final class FragmentBoxes {
    private static final int TFHD_DEFAULT_DURATION = 0x08;
    private static final int TFHD_DEFAULT_SIZE = 0x10;
    private static final int TFHD_DEFAULT_FLAGS = 0x20;
    private static final int TFHD_BASE_IS_MOOF = 0x020000;
    private static final int TRUN_DATA_OFFSET = 0x01;
    private static final int TRUN_FIRST_SAMPLE_FLAGS = 0x04;
    private static final int TRUN_DURATION = 0x100;
    private static final int TRUN_SIZE = 0x200;
    private static final int TRUN_FLAGS = 0x400;
    private static final int TRUN_COMPOSITION_OFFSET = 0x800;
    private static final int MFHD_BYTES = Boxes.FULL_HEADER_BYTES + 4;
    private static final int TFDT_BYTES = Boxes.FULL_HEADER_BYTES + 8;

    private final TrackRun run;
    private final long decodeTimeTicks;
    private final int tfhdFlags;
    private final int trunFlags;
    private final int defaultSampleFlags;
    private final int tfhdBytes;
    private final int trunBytes;
    private final long dataBytes;

    private FragmentBoxes(TrackRun run, long decodeTimeTicks, boolean withOffsets) {
        this.run = run;
        this.decodeTimeTicks = decodeTimeTicks;
        EncodedSample first = run.sample(0);
        boolean sameDuration = true;
        boolean sameSize = true;
        boolean sameFlagsAfterFirst = true;
        boolean anyOffset = withOffsets;
        long decodeTicks = decodeTimeTicks;
        long totalBytes = 0;
        for (int i = 0; i < run.count(); i++) {
            EncodedSample sample = run.sample(i);
            sameDuration &= run.durationTicks(i) == run.durationTicks(0);
            sameSize &= sample.payload().sizeBytes() == first.payload().sizeBytes();
            sameFlagsAfterFirst &=
                    i == 0 || sample.syncSample() == run.sample(1).syncSample();
            anyOffset |= sample.ptsTicks() != decodeTicks;
            decodeTicks += run.durationTicks(i);
            totalBytes += sample.payload().sizeBytes();
        }
        EncodedSample typical = run.sample(run.count() > 1 ? 1 : 0);
        boolean firstDiffers = first.syncSample() != typical.syncSample();
        dataBytes = totalBytes;
        defaultSampleFlags = flagsOf(typical);
        tfhdFlags = TFHD_BASE_IS_MOOF
                | TFHD_DEFAULT_FLAGS
                | (sameDuration ? TFHD_DEFAULT_DURATION : 0)
                | (sameSize ? TFHD_DEFAULT_SIZE : 0);
        trunFlags = TRUN_DATA_OFFSET
                | (sameDuration ? 0 : TRUN_DURATION)
                | (sameSize ? 0 : TRUN_SIZE)
                | (sameFlagsAfterFirst ? 0 : TRUN_FLAGS)
                | (sameFlagsAfterFirst && firstDiffers ? TRUN_FIRST_SAMPLE_FLAGS : 0)
                | (anyOffset ? TRUN_COMPOSITION_OFFSET : 0);
        tfhdBytes = Boxes.FULL_HEADER_BYTES
                + 4
                + 4 * Integer.bitCount(tfhdFlags & (TFHD_DEFAULT_DURATION | TFHD_DEFAULT_SIZE | TFHD_DEFAULT_FLAGS));
        int perSample =
                4 * Integer.bitCount(trunFlags & (TRUN_DURATION | TRUN_SIZE | TRUN_FLAGS | TRUN_COMPOSITION_OFFSET));
        trunBytes = Boxes.FULL_HEADER_BYTES
                + 4
                + 4 * Integer.bitCount(trunFlags & (TRUN_DATA_OFFSET | TRUN_FIRST_SAMPLE_FLAGS))
                + perSample * run.count();
    }

    /**
     * Writes a chunk.
     *
     * @param prefix bytes before the moof, a styp or nothing
     * @param run at least one sample
     * @param sequenceNumber of mfhd
     * @param decodeTimeTicks of tfdt: the decode time of the first sample
     */
    public static byte[] chunk(byte[] prefix, TrackRun run, int trackId, int sequenceNumber, long decodeTimeTicks) {
        return new FragmentBoxes(run, decodeTimeTicks, /* withOffsets= */ false).write(prefix, trackId, sequenceNumber);
    }

    /** As {@link #chunk}, with a composition offset of each sample also where all are zero. */
    public static byte[] chunkWithOffsets(
            byte[] prefix, TrackRun run, int trackId, int sequenceNumber, long decodeTimeTicks) {
        return new FragmentBoxes(run, decodeTimeTicks, /* withOffsets= */ true).write(prefix, trackId, sequenceNumber);
    }

    private byte[] write(byte[] prefix, int trackId, int sequenceNumber) {
        int trafBytes = Boxes.HEADER_BYTES + tfhdBytes + TFDT_BYTES + trunBytes;
        int moofBytes = Boxes.HEADER_BYTES + MFHD_BYTES + trafBytes;
        int mdatBytes = Math.toIntExact(Boxes.HEADER_BYTES + dataBytes);
        BoxWriter out = new BoxWriter(Math.addExact(prefix.length + moofBytes, mdatBytes)).raw(prefix);
        out.u32(moofBytes).fourCc("moof");
        out.u32(MFHD_BYTES).fourCc("mfhd").u32(0).u32(sequenceNumber);
        out.u32(trafBytes).fourCc("traf");
        writeTfhd(out, trackId);
        out.u32(TFDT_BYTES).fourCc("tfdt").u32(0x01000000).u64(decodeTimeTicks);
        writeTrun(out, moofBytes + Boxes.HEADER_BYTES);
        out.u32(mdatBytes).fourCc("mdat");
        for (int i = 0; i < run.count(); i++) {
            out.raw(run.sample(i).payload());
        }
        return out.finish();
    }

    private void writeTfhd(BoxWriter out, int trackId) {
        out.u32(tfhdBytes).fourCc("tfhd").u32(tfhdFlags).u32(trackId);
        if (has(tfhdFlags, TFHD_DEFAULT_DURATION)) {
            out.u32(run.durationTicks(0));
        }
        if (has(tfhdFlags, TFHD_DEFAULT_SIZE)) {
            out.u32(run.sample(0).payload().sizeBytes());
        }
        out.u32(defaultSampleFlags);
    }

    private void writeTrun(BoxWriter out, int dataOffset) {
        out.u32(trunBytes).fourCc("trun").u8(1).u24(trunFlags).u32(run.count()).u32(dataOffset);
        if (has(trunFlags, TRUN_FIRST_SAMPLE_FLAGS)) {
            out.u32(flagsOf(run.sample(0)));
        }
        long decodeTicks = decodeTimeTicks;
        for (int i = 0; i < run.count(); i++) {
            EncodedSample sample = run.sample(i);
            if (has(trunFlags, TRUN_DURATION)) {
                out.u32(run.durationTicks(i));
            }
            if (has(trunFlags, TRUN_SIZE)) {
                out.u32(sample.payload().sizeBytes());
            }
            if (has(trunFlags, TRUN_FLAGS)) {
                out.u32(flagsOf(sample));
            }
            if (has(trunFlags, TRUN_COMPOSITION_OFFSET)) {
                out.u32(Math.toIntExact(sample.ptsTicks() - decodeTicks));
            }
            decodeTicks += run.durationTicks(i);
        }
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    private static int flagsOf(EncodedSample sample) {
        return sample.syncSample() ? SampleFlags.SYNC : SampleFlags.DEPENDENT;
    }
}
