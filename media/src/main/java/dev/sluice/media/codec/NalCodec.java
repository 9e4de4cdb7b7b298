package dev.sluice.media.codec;

/**
 * The two codecs made of NAL units, and what their unit types mean (ITU-T H.264 table 7-1, ITU-T H.265 table 7-1). A
 * unit is known by the first byte of its header.
 */
public enum NalCodec {
    AVC(1) {
        @Override
        public int unitType(int firstByte) {
            return firstByte & 0x1F;
        }

        @Override
        public boolean isParameterSet(int unitType) {
            return unitType == AVC_SPS || unitType == AVC_PPS || unitType == AVC_SPS_EXTENSION;
        }

        @Override
        public boolean isRandomAccess(int unitType) {
            return unitType == AVC_IDR;
        }

        @Override
        boolean isDelimiterOrFiller(int unitType) {
            return unitType == AVC_DELIMITER || unitType == AVC_FILLER;
        }
    },
    HEVC(2) {
        @Override
        public int unitType(int firstByte) {
            return firstByte >> 1 & 0x3F;
        }

        @Override
        public boolean isParameterSet(int unitType) {
            return unitType >= HEVC_VPS && unitType <= HEVC_PPS;
        }

        @Override
        public boolean isRandomAccess(int unitType) {
            return unitType >= HEVC_FIRST_IRAP && unitType <= HEVC_LAST_IRAP;
        }

        @Override
        boolean isDelimiterOrFiller(int unitType) {
            return unitType == HEVC_DELIMITER || unitType == HEVC_FILLER;
        }
    };

    static final int AVC_IDR = 5;
    static final int AVC_SPS = 7;
    static final int AVC_PPS = 8;
    static final int AVC_DELIMITER = 9;
    static final int AVC_FILLER = 12;
    static final int AVC_SPS_EXTENSION = 13;

    static final int HEVC_FIRST_IRAP = 16;
    static final int HEVC_LAST_IRAP = 21;
    static final int HEVC_VPS = 32;
    static final int HEVC_SPS = 33;
    static final int HEVC_PPS = 34;
    static final int HEVC_DELIMITER = 35;
    static final int HEVC_FILLER = 38;

    private final int headerBytes;

    NalCodec(int headerBytes) {
        this.headerBytes = headerBytes;
    }

    public int headerBytes() {
        return headerBytes;
    }

    /** {@code nal_unit_type} from the first byte of the header. */
    public abstract int unitType(int firstByte);

    /** True for the units that belong into the codec parameters instead of samples. */
    public abstract boolean isParameterSet(int unitType);

    /** True for a slice of a picture at which decoding can start: IDR in AVC; IDR, CRA or BLA in HEVC. */
    public abstract boolean isRandomAccess(int unitType);

    abstract boolean isDelimiterOrFiller(int unitType);

    /** True for the units that {@link dev.sluice.media.EncodedSample} payloads leave out. */
    boolean isLeftOutOfSamples(int unitType) {
        return isParameterSet(unitType) || isDelimiterOrFiller(unitType);
    }
}
