package dev.sluice.media.codec;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.ByteWriter;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes {@link AvcParameters} from an avcC (ISO/IEC 14496-15 section 5.3.3) or from bare parameter sets, checked down
 * to the sequence parameter set. Stateless and thread-safe.
 */
public final class AvcConfig {
    private static final int VERSION = 1;
    private static final int LENGTH_SIZE_OFFSET = 4;
    private static final int MAX_SPS = 31;
    private static final int MAX_PPS = 255;
    private static final int MAX_SET_BYTES = 0xFFFF;

    private AvcConfig() {}

    /**
     * @param avcC an AVCDecoderConfigurationRecord with any NAL length size; bytes after it are passed over
     * @throws MediaParseException when it is malformed, has no parameter sets, or asks for too large a picture
     */
    public static AvcParameters parse(Payload avcC) throws MediaParseException {
        nalLengthSizeBytes(avcC);
        ByteReader reader = ByteReader.of(avcC);
        reader.skip(LENGTH_SIZE_OFFSET + 1);
        List<Payload> sps = readSets(reader, reader.readUnsignedInt8() & 0x1F);
        List<Payload> pps = readSets(reader, reader.readUnsignedInt8());
        return fromParameterSets(sps, pps);
    }

    /**
     * The length size of the access units that come with this avcC: 1, 2 or 4.
     *
     * @throws MediaParseException malformed
     */
    public static int nalLengthSizeBytes(Payload avcC) throws MediaParseException {
        ByteReader reader = ByteReader.of(avcC);
        int version = reader.readUnsignedInt8();
        if (version != VERSION) {
            throw MediaParseException.malformed("avcC of version " + version);
        }
        reader.skip(LENGTH_SIZE_OFFSET - 1);
        int sizeBytes = (reader.readUnsignedInt8() & 3) + 1;
        if (sizeBytes == 3) {
            throw MediaParseException.malformed("avcC with NAL unit lengths of 3 bytes");
        }
        return sizeBytes;
    }

    /**
     * @param sps sequence parameter sets, one to 31; the first one gives the format
     * @param pps picture parameter sets, one to 255
     * @throws MediaParseException when a set is malformed, missing, or asks for too large a picture
     */
    public static AvcParameters fromParameterSets(List<Payload> sps, List<Payload> pps) throws MediaParseException {
        requireSets(sps, MAX_SPS, NalCodec.AVC_SPS, "sequence");
        requireSets(pps, MAX_PPS, NalCodec.AVC_PPS, "picture");
        AvcSps first = AvcSps.parse(sps.getFirst());
        int constraints = first.constraintFlags();
        int level = first.levelIdc();
        for (Payload other : sps.subList(1, sps.size())) {
            AvcSps parsed = AvcSps.parse(other);
            constraints &= parsed.constraintFlags();
            level = Math.max(level, parsed.levelIdc());
        }
        String codecString = String.format(Locale.ROOT, "avc1.%02x%02x%02x", first.profileIdc(), constraints, level);
        ByteWriter record = new ByteWriter()
                .writeInt8(VERSION)
                .writeInt8(first.profileIdc())
                .writeInt8(constraints)
                .writeInt8(level)
                .writeInt8(0xFC | NalUnits.LENGTH_SIZE_BYTES - 1)
                .writeInt8(0xE0 | sps.size());
        writeSets(record, sps);
        record.writeInt8(pps.size());
        writeSets(record, pps);
        writeHighProfileFields(record, first);
        return new AvcParameters(first.format(), sps, pps, record.toPayload(), codecString);
    }

    private static void writeHighProfileFields(ByteWriter record, AvcSps sps) {
        switch (sps.profileIdc()) {
            case 66, 77, 88 -> {
                // Baseline, Main and Extended records end here.
            }
            default ->
                record.writeInt8(0xFC | sps.chromaFormatIdc())
                        .writeInt8(0xF8 | sps.bitDepthLuma() - 8)
                        .writeInt8(0xF8 | sps.bitDepthChroma() - 8)
                        .writeInt8(0);
        }
    }

    private static List<Payload> readSets(ByteReader reader, int count) throws MediaParseException {
        List<Payload> sets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sets.add(reader.readPayload(reader.readUnsignedInt16()));
        }
        return sets;
    }

    private static void writeSets(ByteWriter record, List<Payload> sets) {
        for (Payload set : sets) {
            record.writeInt16(set.sizeBytes()).writePayload(set);
        }
    }

    private static void requireSets(List<Payload> sets, int max, int unitType, String name) throws MediaParseException {
        if (sets.isEmpty() || sets.size() > max) {
            throw MediaParseException.malformed(
                    "avcC with " + sets.size() + " " + name + " parameter sets, 1 to " + max + " are allowed");
        }
        for (Payload set : sets) {
            if (set.isEmpty()
                    || set.sizeBytes() > MAX_SET_BYTES
                    || set.byteAt(0) < 0
                    || NalCodec.AVC.unitType(set.byteAt(0)) != unitType) {
                throw MediaParseException.malformed("not an AVC " + name + " parameter set: " + set);
            }
        }
    }
}
