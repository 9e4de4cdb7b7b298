package dev.sluice.media.codec;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.ByteWriter;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes {@link HevcParameters} from an hvcC (ISO/IEC 14496-15 section 8.3.3) or from bare parameter sets, checked down
 * to the sequence parameter set. SEI units in the hvcC are left out. Stateless and thread-safe.
 */
public final class HevcConfig {
    private static final int VERSION = 1;

    /** Some writers of the draft years left it zero; the layout is the same. */
    private static final int DRAFT_VERSION = 0;

    private static final int LENGTH_SIZE_OFFSET = 21;
    private static final int MAX_VPS = 16;
    private static final int MAX_SPS = 16;
    private static final int MAX_PPS = 64;
    private static final int MAX_SET_BYTES = 0xFFFF;
    private static final int ARRAY_COMPLETE = 0x80;

    private HevcConfig() {}

    /**
     * @param hvcC an HEVCDecoderConfigurationRecord with any NAL length size
     * @throws MediaParseException when it is malformed, has no parameter sets, or asks for too large a picture
     */
    public static HevcParameters parse(Payload hvcC) throws MediaParseException {
        nalLengthSizeBytes(hvcC);
        ByteReader reader = ByteReader.of(hvcC);
        reader.skip(LENGTH_SIZE_OFFSET + 1);
        List<Payload> vps = new ArrayList<>();
        List<Payload> sps = new ArrayList<>();
        List<Payload> pps = new ArrayList<>();
        int arrays = reader.readUnsignedInt8();
        for (int i = 0; i < arrays; i++) {
            int unitType = reader.readUnsignedInt8() & 0x3F;
            int units = reader.readUnsignedInt16();
            for (int j = 0; j < units; j++) {
                Payload unit = reader.readPayload(reader.readUnsignedInt16());
                switch (unitType) {
                    case NalCodec.HEVC_VPS -> vps.add(unit);
                    case NalCodec.HEVC_SPS -> sps.add(unit);
                    case NalCodec.HEVC_PPS -> pps.add(unit);
                    default -> {
                        // SEI and whatever else a record may hold is not needed to decode.
                    }
                }
            }
        }
        return fromParameterSets(vps, sps, pps);
    }

    /**
     * The length size of the access units that come with this hvcC: 1, 2 or 4.
     *
     * @throws MediaParseException malformed
     */
    public static int nalLengthSizeBytes(Payload hvcC) throws MediaParseException {
        ByteReader reader = ByteReader.of(hvcC);
        int version = reader.readUnsignedInt8();
        if (version != VERSION && version != DRAFT_VERSION) {
            throw MediaParseException.malformed("hvcC of version " + version);
        }
        reader.skip(LENGTH_SIZE_OFFSET - 1);
        int sizeBytes = (reader.readUnsignedInt8() & 3) + 1;
        if (sizeBytes == 3) {
            throw MediaParseException.malformed("hvcC with NAL unit lengths of 3 bytes");
        }
        return sizeBytes;
    }

    /**
     * @param vps video parameter sets, one to 16
     * @param sps sequence parameter sets, one to 16; the first one gives the format
     * @param pps picture parameter sets, one to 64
     * @throws MediaParseException when a set is malformed, missing, or asks for too large a picture
     */
    public static HevcParameters fromParameterSets(List<Payload> vps, List<Payload> sps, List<Payload> pps)
            throws MediaParseException {
        requireSets(vps, MAX_VPS, NalCodec.HEVC_VPS, "video");
        requireSets(sps, MAX_SPS, NalCodec.HEVC_SPS, "sequence");
        requireSets(pps, MAX_PPS, NalCodec.HEVC_PPS, "picture");
        HevcSps first = HevcSps.parse(sps.getFirst());
        for (Payload other : sps.subList(1, sps.size())) {
            HevcSps.parse(other);
        }
        ByteWriter record = new ByteWriter().writeInt8(VERSION);
        first.profile().write(record);
        record.writeInt16(0xF000)
                .writeInt8(0xFC)
                .writeInt8(0xFC | first.chromaFormatIdc())
                .writeInt8(0xF8 | first.bitDepthLuma() - 8)
                .writeInt8(0xF8 | first.bitDepthChroma() - 8)
                .writeInt16(0)
                .writeInt8(first.subLayerCount() << 3
                        | (first.temporalIdNesting() ? 4 : 0)
                        | NalUnits.LENGTH_SIZE_BYTES - 1)
                .writeInt8(3);
        writeArray(record, NalCodec.HEVC_VPS, vps);
        writeArray(record, NalCodec.HEVC_SPS, sps);
        writeArray(record, NalCodec.HEVC_PPS, pps);
        List<Payload> all = new ArrayList<>(vps);
        all.addAll(sps);
        all.addAll(pps);
        return new HevcParameters(
                first.format(), all, record.toPayload(), first.profile().codecString());
    }

    private static void writeArray(ByteWriter record, int unitType, List<Payload> sets) {
        record.writeInt8(ARRAY_COMPLETE | unitType).writeInt16(sets.size());
        for (Payload set : sets) {
            record.writeInt16(set.sizeBytes()).writePayload(set);
        }
    }

    private static void requireSets(List<Payload> sets, int max, int unitType, String name) throws MediaParseException {
        if (sets.isEmpty() || sets.size() > max) {
            throw MediaParseException.malformed(
                    "hvcC with " + sets.size() + " " + name + " parameter sets, 1 to " + max + " are allowed");
        }
        for (Payload set : sets) {
            HevcUnits.require(set, unitType, name);
            if (set.sizeBytes() > MAX_SET_BYTES) {
                throw MediaParseException.malformed("HEVC " + name + " parameter set of " + set.sizeBytes() + " bytes");
            }
        }
    }
}
