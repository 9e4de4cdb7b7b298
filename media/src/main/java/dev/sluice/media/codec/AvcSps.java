package dev.sluice.media.codec;

import dev.sluice.media.io.BitReader;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sequence parameter set of ITU-T H.264 section 7.3.2.1.1, as far as Sluice looks into it.
 *
 * @param constraintFlags the byte between profile and level, {@code constraint_set0_flag} in its top bit
 * @param chromaFormatIdc 0 monochrome, 1 for 4:2:0, 2 for 4:2:2, 3 for 4:4:4
 * @param interlaced true when the pictures may be fields ({@code frame_mbs_only_flag} is 0)
 */
record AvcSps(
        int profileIdc,
        int constraintFlags,
        int levelIdc,
        int chromaFormatIdc,
        int bitDepthLuma,
        int bitDepthChroma,
        boolean interlaced,
        VideoFormat format) {
    private static final int HEADER_BYTES = 1;
    private static final int MACROBLOCK_PIXELS = 16;
    private static final int MAX_SPS_ID = 31;
    private static final int MAX_BIT_DEPTH_MINUS8 = 6;
    private static final int MAX_LOG2_COUNTER_MINUS4 = 12;
    private static final int MAX_CYCLE_LENGTH = 255;
    private static final int MAX_REF_FRAMES = 16;
    private static final int MAX_MACROBLOCKS = 1 << 20;

    /** Profiles whose SPS says its chroma format and bit depths (the condition in section 7.3.2.1.1). */
    private static final Set<Integer> PROFILES_WITH_CHROMA =
            Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135);

    private record Chroma(int formatIdc, boolean separatePlanes, int bitDepthLuma, int bitDepthChroma) {
        static final Chroma YUV420_8BIT = new Chroma(1, false, 8, 8);

        int cropUnitX() {
            return !separatePlanes && (formatIdc == 1 || formatIdc == 2) ? 2 : 1;
        }

        int cropUnitY() {
            return !separatePlanes && formatIdc == 1 ? 2 : 1;
        }
    }

    private record Size(int width, int height) {}

    static AvcSps parse(Payload unit) throws MediaParseException {
        requireHeader(unit);
        BitReader bits = Rbsp.bits(unit, HEADER_BYTES);
        int profile = bits.readBits(8);
        int constraints = bits.readBits(8);
        int level = bits.readBits(8);
        bits.readUnsignedExpGolomb(MAX_SPS_ID, "seq_parameter_set_id");
        Chroma chroma = PROFILES_WITH_CHROMA.contains(profile) ? readChroma(bits) : Chroma.YUV420_8BIT;
        skipPictureOrderCount(bits);
        bits.readUnsignedExpGolomb(MAX_REF_FRAMES, "max_num_ref_frames");
        bits.skipBits(1);
        long widthInMbs = bits.readUnsignedExpGolomb() + 1;
        long heightInMapUnits = bits.readUnsignedExpGolomb() + 1;
        boolean frameMbsOnly = bits.readFlag();
        if (!frameMbsOnly) {
            bits.skipBits(1);
        }
        bits.skipBits(1);
        Size size = readSize(bits, widthInMbs, heightInMapUnits, frameMbsOnly, chroma);
        Vui vui = bits.readFlag() ? readVui(bits) : Vui.ABSENT;
        return new AvcSps(
                profile,
                constraints,
                level,
                chroma.formatIdc,
                chroma.bitDepthLuma,
                chroma.bitDepthChroma,
                !frameMbsOnly,
                new VideoFormat(size.width, size.height, vui.aspectRatio, vui.frameRate));
    }

    private static void requireHeader(Payload unit) throws MediaParseException {
        if (unit.isEmpty() || unit.byteAt(0) < 0 || NalCodec.AVC.unitType(unit.byteAt(0)) != NalCodec.AVC_SPS) {
            throw MediaParseException.malformed("not an AVC sequence parameter set: " + unit);
        }
    }

    private static Chroma readChroma(BitReader bits) throws MediaParseException {
        int format = bits.readUnsignedExpGolomb(3, "chroma_format_idc");
        boolean separatePlanes = format == 3 && bits.readFlag();
        int luma = 8 + bits.readUnsignedExpGolomb(MAX_BIT_DEPTH_MINUS8, "bit_depth_luma_minus8");
        int chroma = 8 + bits.readUnsignedExpGolomb(MAX_BIT_DEPTH_MINUS8, "bit_depth_chroma_minus8");
        bits.skipBits(1);
        if (bits.readFlag()) {
            int lists = format == 3 ? 12 : 8;
            for (int i = 0; i < lists; i++) {
                if (bits.readFlag()) {
                    skipScalingList(bits, i < 6 ? 16 : 64);
                }
            }
        }
        return new Chroma(format, separatePlanes, luma, chroma);
    }

    private static void skipScalingList(BitReader bits, int size) throws MediaParseException {
        int last = 8;
        int next = 8;
        for (int i = 0; i < size && next != 0; i++) {
            long delta = bits.readSignedExpGolomb();
            if (delta < -128 || delta > 127) {
                throw MediaParseException.malformed("delta_scale is " + delta);
            }
            next = (last + (int) delta + 256) % 256;
            last = next == 0 ? last : next;
        }
    }

    private static void skipPictureOrderCount(BitReader bits) throws MediaParseException {
        bits.readUnsignedExpGolomb(MAX_LOG2_COUNTER_MINUS4, "log2_max_frame_num_minus4");
        int type = bits.readUnsignedExpGolomb(2, "pic_order_cnt_type");
        if (type == 0) {
            bits.readUnsignedExpGolomb(MAX_LOG2_COUNTER_MINUS4, "log2_max_pic_order_cnt_lsb_minus4");
        } else if (type == 1) {
            bits.skipBits(1);
            bits.readSignedExpGolomb();
            bits.readSignedExpGolomb();
            int cycle = bits.readUnsignedExpGolomb(MAX_CYCLE_LENGTH, "num_ref_frames_in_pic_order_cnt_cycle");
            for (int i = 0; i < cycle; i++) {
                bits.readSignedExpGolomb();
            }
        }
    }

    private static Size readSize(
            BitReader bits, long widthInMbs, long heightInMapUnits, boolean frameMbsOnly, Chroma chroma)
            throws MediaParseException {
        if (widthInMbs > MAX_MACROBLOCKS || heightInMapUnits > MAX_MACROBLOCKS) {
            throw MediaParseException.malformed("picture of " + widthInMbs + "x" + heightInMapUnits + " macroblocks");
        }
        int fieldFactor = frameMbsOnly ? 1 : 2;
        long width = widthInMbs * MACROBLOCK_PIXELS;
        long height = heightInMapUnits * fieldFactor * MACROBLOCK_PIXELS;
        Pictures.requireSupportedSize(width, height);
        if (!bits.readFlag()) {
            return new Size((int) width, (int) height);
        }
        int unitX = chroma.cropUnitX();
        int unitY = chroma.cropUnitY() * fieldFactor;
        long left = bits.readUnsignedExpGolomb() * unitX;
        long right = bits.readUnsignedExpGolomb() * unitX;
        long top = bits.readUnsignedExpGolomb() * unitY;
        long bottom = bits.readUnsignedExpGolomb() * unitY;
        return new Size(Pictures.cropped(width, left, right), Pictures.cropped(height, top, bottom));
    }

    /** The start of the video usability information (ITU-T H.264 section E.1.1), up to the frame rate. */
    private record Vui(Rational aspectRatio, @Nullable Rational frameRate) {
        static final Vui ABSENT = new Vui(Rational.ONE, null);
    }

    private static Vui readVui(BitReader bits) throws MediaParseException {
        Rational aspectRatio = VuiFields.readAspectRatio(bits);
        VuiFields.skipVideoSignal(bits);
        if (!bits.readFlag()) {
            return new Vui(aspectRatio, null);
        }
        long unitsInTick = bits.readUnsignedInt32();
        long timeScale = bits.readUnsignedInt32();
        return new Vui(aspectRatio, Pictures.frameRate(timeScale, 2 * unitsInTick));
    }
}
