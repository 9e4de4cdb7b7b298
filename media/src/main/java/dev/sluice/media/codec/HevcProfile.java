package dev.sluice.media.codec;

import dev.sluice.media.io.BitReader;
import dev.sluice.media.io.ByteWriter;
import dev.sluice.media.io.MediaParseException;
import java.util.Locale;

/**
 * The general part of {@code profile_tier_level} (ITU-T H.265 section 7.3.3).
 *
 * @param profileSpace 0 to 3
 * @param compatibilityFlags {@code general_profile_compatibility_flag[0]} in the top bit
 * @param constraintFlags the 48 bits behind them
 * @param levelIdc 30 times the level
 */
record HevcProfile(
        int profileSpace,
        boolean highTier,
        int profileIdc,
        int compatibilityFlags,
        long constraintFlags,
        int levelIdc) {
    private static final int SUB_LAYER_PROFILE_BITS = 88;
    private static final int SUB_LAYER_LEVEL_BITS = 8;
    private static final int MAX_SUB_LAYERS = 8;
    private static final int CONSTRAINT_BYTES = 6;

    static HevcProfile read(BitReader bits, int maxSubLayersMinus1) throws MediaParseException {
        HevcProfile general = new HevcProfile(
                bits.readBits(2),
                bits.readFlag(),
                bits.readBits(5),
                (int) bits.readUnsignedInt32(),
                bits.readUnsignedInt32() << 16 | bits.readBits(16),
                bits.readBits(8));
        skipSubLayers(bits, maxSubLayersMinus1);
        return general;
    }

    /** The twelve bytes of them in the hvcC. */
    void write(ByteWriter record) {
        record.writeInt8(profileSpace << 6 | (highTier ? 0x20 : 0) | profileIdc)
                .writeInt32(compatibilityFlags)
                .writeInt32((int) (constraintFlags >> 16))
                .writeInt16((int) constraintFlags)
                .writeInt8(levelIdc);
    }

    /**
     * ISO/IEC 14496-15 section E.3: space and profile, compatibility in reverse bit order, tier and level, constraints.
     */
    String codecString() {
        String space = profileSpace == 0 ? "" : String.valueOf((char) ('A' + profileSpace - 1));
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "hvc1.%s%d.%X.%s%d",
                space,
                profileIdc,
                Integer.reverse(compatibilityFlags),
                highTier ? "H" : "L",
                levelIdc));
        long left = constraintFlags;
        for (int i = 0; i < CONSTRAINT_BYTES && left != 0; i++) {
            text.append(String.format(Locale.ROOT, ".%X", left >> 40 & 0xFF));
            left = left << 8 & 0xFFFF_FFFF_FFFFL;
        }
        return text.toString();
    }

    private static void skipSubLayers(BitReader bits, int maxSubLayersMinus1) throws MediaParseException {
        if (maxSubLayersMinus1 == 0) {
            return;
        }
        int toSkip = 0;
        for (int i = 0; i < maxSubLayersMinus1; i++) {
            toSkip += bits.readFlag() ? SUB_LAYER_PROFILE_BITS : 0;
            toSkip += bits.readFlag() ? SUB_LAYER_LEVEL_BITS : 0;
        }
        bits.skipBits(2L * (MAX_SUB_LAYERS - maxSubLayersMinus1) + toSkip);
    }
}
