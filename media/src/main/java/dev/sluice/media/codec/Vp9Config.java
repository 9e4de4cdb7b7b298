package dev.sluice.media.codec;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.ByteWriter;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.Locale;

/**
 * Makes {@link Vp9Parameters} from a vpcC (VP Codec ISO Media File Format Binding), which does not say the size of the
 * picture, or from a key frame. Stateless and thread-safe.
 */
public final class Vp9Config {
    private static final int VERSION_AND_FLAGS = 0x01000000;
    private static final int VERSION_BYTES = 4;
    private static final int RECORD_BYTES = 8;
    private static final int UNSPECIFIED = 2;

    /** Levels by the luma samples of the largest picture, for bitstreams that do not say theirs. */
    private static final int[][] LEVELS_BY_PICTURE_SAMPLES = {
        {36_864, 10},
        {73_728, 11},
        {122_880, 20},
        {245_760, 21},
        {552_960, 30},
        {983_040, 31},
        {2_228_224, 40},
        {8_912_896, 50},
        {35_651_584, 60}
    };

    private static final int LARGEST_LEVEL = 62;

    private Vp9Config() {}

    /**
     * @param vpcC the VPCodecConfigurationRecord, with or without the version and flags of the full box before it
     * @param format as {@link Vp9Frames#keyFrameFormat} or the stream's metadata says
     * @throws MediaParseException malformed
     */
    public static Vp9Parameters parse(Payload vpcC, VideoFormat format) throws MediaParseException {
        ByteReader reader = ByteReader.of(vpcC);
        if (vpcC.sizeBytes() >= VERSION_BYTES + RECORD_BYTES
                && ByteReader.of(vpcC).readInt32() == VERSION_AND_FLAGS) {
            reader.skip(VERSION_BYTES);
        }
        int profile = reader.readUnsignedInt8();
        int level = reader.readUnsignedInt8();
        int depthAndChroma = reader.readUnsignedInt8();
        int primaries = reader.readUnsignedInt8();
        int transfer = reader.readUnsignedInt8();
        int matrix = reader.readUnsignedInt8();
        int bitDepth = depthAndChroma >> 4;
        if (profile > 3 || (bitDepth != 8 && bitDepth != 10 && bitDepth != 12)) {
            throw MediaParseException.malformed("vpcC with profile " + profile + " and " + bitDepth + " bits");
        }
        reader.skip(reader.readUnsignedInt16());
        return parameters(
                format,
                profile,
                level == 0 ? levelOf(format) : level,
                depthAndChroma,
                primaries << 16 | transfer << 8 | matrix);
    }

    /**
     * @param frame a key frame
     * @throws MediaParseException malformed, for other frames too
     */
    public static Vp9Parameters fromKeyFrame(Payload frame) throws MediaParseException {
        Vp9Frames.KeyFrame key = Vp9Frames.keyFrame(frame)
                .orElseThrow(() -> MediaParseException.malformed("not a VP9 key frame: " + frame));
        int depthAndChroma = key.bitDepth() << 4 | key.subsampling() << 1 | (key.fullRange() ? 1 : 0);
        return parameters(
                key.format(), key.profile(), levelOf(key.format()), depthAndChroma, colours(key.colourSpace()));
    }

    private static Vp9Parameters parameters(
            VideoFormat format, int profile, int level, int depthAndChroma, int colours) {
        Payload record = new ByteWriter(VERSION_BYTES + RECORD_BYTES)
                .writeInt32(VERSION_AND_FLAGS)
                .writeInt8(profile)
                .writeInt8(level)
                .writeInt8(depthAndChroma)
                .writeInt24(colours)
                .writeInt16(0)
                .toPayload();
        String codecString = String.format(Locale.ROOT, "vp09.%02d.%02d.%02d", profile, level, depthAndChroma >> 4);
        return new Vp9Parameters(format, record, codecString);
    }

    /** Primaries, transfer and matrix (ISO/IEC 23091-2) of {@code color_space}, a byte each. */
    private static int colours(int colourSpace) {
        return switch (colourSpace) {
            case 1 -> 0x05_06_05;
            case 2 -> 0x01_01_01;
            case 3 -> 0x06_06_06;
            case 4 -> 0x07_07_07;
            case 5 -> 0x09_0E_09;
            case 7 -> 0x01_0D_00;
            default -> UNSPECIFIED << 16 | UNSPECIFIED << 8 | UNSPECIFIED;
        };
    }

    private static int levelOf(VideoFormat format) {
        long samples = (long) format.width() * format.height();
        for (int[] level : LEVELS_BY_PICTURE_SAMPLES) {
            if (samples <= level[0]) {
                return level[1];
            }
        }
        return LARGEST_LEVEL;
    }
}
