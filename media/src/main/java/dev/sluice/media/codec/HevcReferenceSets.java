package dev.sluice.media.codec;

import dev.sluice.media.io.BitReader;
import dev.sluice.media.io.MediaParseException;

/** The {@code st_ref_pic_set} structures of an SPS (ITU-T H.265 section 7.3.7), which are only stepped over. */
final class HevcReferenceSets {
    private static final int MAX_SETS = 64;
    private static final int MAX_PICTURES = 16;
    private static final int MAX_DELTA_MINUS1 = 0x7FFF;

    private HevcReferenceSets() {}

    static void skip(BitReader bits) throws MediaParseException {
        int sets = bits.readUnsignedExpGolomb(MAX_SETS, "num_short_term_ref_pic_sets");
        int pictures = 0;
        for (int i = 0; i < sets; i++) {
            boolean predicted = i > 0 && bits.readFlag();
            pictures = predicted ? skipPredicted(bits, pictures) : skipExplicit(bits);
            if (pictures > MAX_PICTURES) {
                throw MediaParseException.malformed("short-term reference set of " + pictures + " pictures");
            }
        }
    }

    /** Gives the number of pictures in the set, which the next one may be predicted from. */
    private static int skipPredicted(BitReader bits, int picturesOfPrevious) throws MediaParseException {
        bits.skipBits(1);
        bits.readUnsignedExpGolomb(MAX_DELTA_MINUS1, "abs_delta_rps_minus1");
        int pictures = 0;
        for (int i = 0; i <= picturesOfPrevious; i++) {
            boolean used = bits.readFlag();
            if (used || bits.readFlag()) {
                pictures++;
            }
        }
        return pictures;
    }

    private static int skipExplicit(BitReader bits) throws MediaParseException {
        int negative = bits.readUnsignedExpGolomb(MAX_PICTURES, "num_negative_pics");
        int positive = bits.readUnsignedExpGolomb(MAX_PICTURES, "num_positive_pics");
        for (int i = 0; i < negative + positive; i++) {
            bits.readUnsignedExpGolomb(MAX_DELTA_MINUS1, "delta_poc_minus1");
            bits.skipBits(1);
        }
        return negative + positive;
    }
}
