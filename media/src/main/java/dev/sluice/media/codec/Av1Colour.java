package dev.sluice.media.codec;

import dev.sluice.media.io.BitReader;
import dev.sluice.media.io.MediaParseException;
import java.util.Locale;

/**
 * {@code color_config} of the AV1 specification, section 5.5.2.
 *
 * @param primaries as in ISO/IEC 23091-2, 2 when not said; transfer and matrix alike
 * @param samplePosition {@code chroma_sample_position}, 0 when not said
 */
record Av1Colour(
        int bitDepth,
        boolean monochrome,
        boolean subsamplingX,
        boolean subsamplingY,
        int primaries,
        int transfer,
        int matrix,
        boolean fullRange,
        int samplePosition) {
    private static final int UNSPECIFIED = 2;
    private static final int BT709 = 1;
    private static final int SRGB = 13;
    private static final int IDENTITY = 0;

    private record Subsampling(boolean x, boolean y) {}

    static Av1Colour read(BitReader bits, int profile) throws MediaParseException {
        boolean highBitDepth = bits.readFlag();
        boolean twelveBit = profile == 2 && highBitDepth && bits.readFlag();
        int bitDepth = twelveBit ? 12 : highBitDepth ? 10 : 8;
        boolean monochrome = profile != 1 && bits.readFlag();
        boolean described = bits.readFlag();
        int primaries = described ? bits.readBits(8) : UNSPECIFIED;
        int transfer = described ? bits.readBits(8) : UNSPECIFIED;
        int matrix = described ? bits.readBits(8) : UNSPECIFIED;
        if (monochrome) {
            return new Av1Colour(bitDepth, true, true, true, primaries, transfer, matrix, bits.readFlag(), 0);
        }
        if (primaries == BT709 && transfer == SRGB && matrix == IDENTITY) {
            return new Av1Colour(bitDepth, false, false, false, primaries, transfer, matrix, true, 0);
        }
        boolean fullRange = bits.readFlag();
        Subsampling subsampling = readSubsampling(bits, profile, bitDepth);
        int position = subsampling.x && subsampling.y ? bits.readBits(2) : 0;
        return new Av1Colour(
                bitDepth, false, subsampling.x, subsampling.y, primaries, transfer, matrix, fullRange, position);
    }

    /** Empty for plain 4:2:0 in BT.709 or in colours that the stream does not say; else all the optional fields. */
    String codecStringSuffix() {
        boolean plainColour = (primaries == UNSPECIFIED && transfer == UNSPECIFIED && matrix == UNSPECIFIED)
                || (primaries == BT709 && transfer == BT709 && matrix == BT709);
        if (plainColour && !monochrome && subsamplingX && subsamplingY && !fullRange && samplePosition == 0) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                ".%d.%d%d%d.%02d.%02d.%02d.%d",
                bit(monochrome),
                bit(subsamplingX),
                bit(subsamplingY),
                subsamplingX && subsamplingY ? samplePosition : 0,
                primaries,
                transfer,
                matrix,
                bit(fullRange));
    }

    private static Subsampling readSubsampling(BitReader bits, int profile, int bitDepth) throws MediaParseException {
        if (profile == 0) {
            return new Subsampling(true, true);
        }
        if (profile == 1) {
            return new Subsampling(false, false);
        }
        if (bitDepth < 12) {
            return new Subsampling(true, false);
        }
        boolean x = bits.readFlag();
        return new Subsampling(x, x && bits.readFlag());
    }

    private static int bit(boolean flag) {
        return flag ? 1 : 0;
    }
}
