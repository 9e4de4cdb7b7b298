package dev.sluice.media.codec;

import dev.sluice.media.io.BitReader;
import dev.sluice.media.io.MediaParseException;

/** The video usability fields that H.264 (section E.1.1) and H.265 (section E.2.1) begin with alike. */
final class VuiFields {
    private static final int MAX_CHROMA_LOCATION = 5;

    private VuiFields() {}

    static Rational readAspectRatio(BitReader bits) throws MediaParseException {
        if (!bits.readFlag()) {
            return Rational.ONE;
        }
        int idc = bits.readBits(8);
        return idc == Pictures.EXTENDED_ASPECT_RATIO
                ? Pictures.extendedAspectRatio(bits.readBits(16), bits.readBits(16))
                : Pictures.aspectRatio(idc);
    }

    /** Overscan, video signal type and chroma location. */
    static void skipVideoSignal(BitReader bits) throws MediaParseException {
        if (bits.readFlag()) {
            bits.skipBits(1);
        }
        if (bits.readFlag()) {
            bits.skipBits(4);
            if (bits.readFlag()) {
                bits.skipBits(24);
            }
        }
        if (bits.readFlag()) {
            bits.readUnsignedExpGolomb(MAX_CHROMA_LOCATION, "chroma_sample_loc_type_top_field");
            bits.readUnsignedExpGolomb(MAX_CHROMA_LOCATION, "chroma_sample_loc_type_bottom_field");
        }
    }
}
