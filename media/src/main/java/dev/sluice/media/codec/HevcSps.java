package dev.sluice.media.codec;

import dev.sluice.media.io.BitReader;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A sequence parameter set of ITU-T H.265 section 7.3.2.2.1, as far as Sluice looks into it.
 *
 * @param subLayerCount temporal sub-layers, 1 to 7
 * @param chromaFormatIdc 0 monochrome, 1 for 4:2:0, 2 for 4:2:2, 3 for 4:4:4
 */
record HevcSps(
        HevcProfile profile,
        int subLayerCount,
        boolean temporalIdNesting,
        int chromaFormatIdc,
        int bitDepthLuma,
        int bitDepthChroma,
        VideoFormat format) {
    private static final int MAX_SPS_ID = 15;
    private static final int MAX_SUB_LAYERS_MINUS1 = 6;
    private static final int MAX_BIT_DEPTH_MINUS8 = 8;
    private static final int MAX_LOG2_POC_LSB_MINUS4 = 12;
    private static final int MAX_LONG_TERM_PICTURES = 32;

    private record Size(int width, int height) {}

    private record Vui(Rational aspectRatio, @Nullable Rational frameRate) {
        static final Vui ABSENT = new Vui(Rational.ONE, null);
    }

    static HevcSps parse(Payload unit) throws MediaParseException {
        HevcUnits.require(unit, NalCodec.HEVC_SPS, "sequence");
        BitReader bits = Rbsp.bits(unit, NalCodec.HEVC.headerBytes());
        bits.skipBits(4);
        int maxSubLayersMinus1 = bits.readBits(3);
        if (maxSubLayersMinus1 > MAX_SUB_LAYERS_MINUS1) {
            throw MediaParseException.malformed("sps_max_sub_layers_minus1 is " + maxSubLayersMinus1);
        }
        boolean nesting = bits.readFlag();
        HevcProfile profile = HevcProfile.read(bits, maxSubLayersMinus1);
        bits.readUnsignedExpGolomb(MAX_SPS_ID, "sps_seq_parameter_set_id");
        int chromaFormat = bits.readUnsignedExpGolomb(3, "chroma_format_idc");
        boolean separatePlanes = chromaFormat == 3 && bits.readFlag();
        Size size = readSize(bits, separatePlanes ? 0 : chromaFormat);
        int luma = 8 + bits.readUnsignedExpGolomb(MAX_BIT_DEPTH_MINUS8, "bit_depth_luma_minus8");
        int chroma = 8 + bits.readUnsignedExpGolomb(MAX_BIT_DEPTH_MINUS8, "bit_depth_chroma_minus8");
        skipUntilVui(bits, maxSubLayersMinus1);
        Vui vui = bits.readFlag() ? readVui(bits) : Vui.ABSENT;
        return new HevcSps(
                profile,
                maxSubLayersMinus1 + 1,
                nesting,
                chromaFormat,
                luma,
                chroma,
                new VideoFormat(size.width, size.height, vui.aspectRatio, vui.frameRate));
    }

    private static Size readSize(BitReader bits, int chromaArrayType) throws MediaParseException {
        long width = bits.readUnsignedExpGolomb();
        long height = bits.readUnsignedExpGolomb();
        Pictures.requireSupportedSize(width, height);
        if (!bits.readFlag()) {
            return new Size((int) width, (int) height);
        }
        int unitX = chromaArrayType == 1 || chromaArrayType == 2 ? 2 : 1;
        int unitY = chromaArrayType == 1 ? 2 : 1;
        long left = bits.readUnsignedExpGolomb() * unitX;
        long right = bits.readUnsignedExpGolomb() * unitX;
        long top = bits.readUnsignedExpGolomb() * unitY;
        long bottom = bits.readUnsignedExpGolomb() * unitY;
        return new Size(Pictures.cropped(width, left, right), Pictures.cropped(height, top, bottom));
    }

    private static void skipUntilVui(BitReader bits, int maxSubLayersMinus1) throws MediaParseException {
        int pocLsbBits = 4 + bits.readUnsignedExpGolomb(MAX_LOG2_POC_LSB_MINUS4, "log2_max_pic_order_cnt_lsb_minus4");
        int orderings = bits.readFlag() ? maxSubLayersMinus1 + 1 : 1;
        for (int i = 0; i < 3 * orderings; i++) {
            bits.readUnsignedExpGolomb();
        }
        skipBlockSizes(bits);
        boolean scalingListEnabled = bits.readFlag();
        if (scalingListEnabled && bits.readFlag()) {
            HevcScalingLists.skip(bits);
        }
        bits.skipBits(2);
        if (bits.readFlag()) {
            bits.skipBits(8);
            bits.readUnsignedExpGolomb();
            bits.readUnsignedExpGolomb();
            bits.skipBits(1);
        }
        HevcReferenceSets.skip(bits);
        if (bits.readFlag()) {
            int pictures = bits.readUnsignedExpGolomb(MAX_LONG_TERM_PICTURES, "num_long_term_ref_pics_sps");
            bits.skipBits((long) pictures * (pocLsbBits + 1));
        }
        bits.skipBits(2);
    }

    private static void skipBlockSizes(BitReader bits) throws MediaParseException {
        for (int i = 0; i < 6; i++) {
            bits.readUnsignedExpGolomb();
        }
    }

    /** The start of the video usability information (ITU-T H.265 section E.2.1), up to the frame rate. */
    private static Vui readVui(BitReader bits) throws MediaParseException {
        Rational aspectRatio = VuiFields.readAspectRatio(bits);
        VuiFields.skipVideoSignal(bits);
        bits.skipBits(3);
        if (bits.readFlag()) {
            for (int i = 0; i < 4; i++) {
                bits.readUnsignedExpGolomb();
            }
        }
        if (!bits.readFlag()) {
            return new Vui(aspectRatio, null);
        }
        long unitsInTick = bits.readUnsignedInt32();
        long timeScale = bits.readUnsignedInt32();
        return new Vui(aspectRatio, Pictures.frameRate(timeScale, unitsInTick));
    }
}
