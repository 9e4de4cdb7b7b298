package dev.sluice.media.codec;

import dev.sluice.media.io.BitReader;
import dev.sluice.media.io.MediaParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The sequence header of AV1 (specification section 5.5), as far as Sluice looks into it.
 *
 * @param levelIdx {@code seq_level_idx[0]}
 * @param highTier {@code seq_tier[0]}
 */
record Av1SequenceHeader(
        int profile,
        int levelIdx,
        boolean highTier,
        boolean reducedStillPicture,
        Av1Colour colour,
        VideoFormat format) {
    private static final int FIRST_LEVEL_WITH_TIER = 8;
    private static final int MAX_UVLC_ZEROS = 32;

    private record Operation(
            int levelIdx, boolean highTier, @Nullable Rational frameRate) {}

    /** Reads the payload of the OBU, without its header. */
    static Av1SequenceHeader read(BitReader bits) throws MediaParseException {
        int profile = bits.readBits(3);
        if (profile > 2) {
            throw MediaParseException.malformed("AV1 seq_profile " + profile);
        }
        boolean stillPicture = bits.readFlag();
        boolean reduced = bits.readFlag();
        if (reduced && !stillPicture) {
            throw MediaParseException.malformed("AV1 reduced_still_picture_header without still_picture");
        }
        Operation first = reduced ? new Operation(bits.readBits(5), false, null) : readOperations(bits);
        int widthBits = bits.readBits(4) + 1;
        int heightBits = bits.readBits(4) + 1;
        int width = bits.readBits(widthBits) + 1;
        int height = bits.readBits(heightBits) + 1;
        Pictures.requireSupportedSize(width, height);
        skipTools(bits, reduced);
        Av1Colour colour = Av1Colour.read(bits, profile);
        return new Av1SequenceHeader(
                profile,
                first.levelIdx,
                first.highTier,
                reduced,
                colour,
                new VideoFormat(width, height, Rational.ONE, first.frameRate));
    }

    /** AV1 Codec ISO Media File Format Binding, section 5. */
    String codecString() {
        return String.format(
                Locale.ROOT,
                "av01.%d.%02d%s.%02d%s",
                profile,
                levelIdx,
                highTier ? "H" : "M",
                colour.bitDepth(),
                colour.codecStringSuffix());
    }

    private static Operation readOperations(BitReader bits) throws MediaParseException {
        Rational frameRate = null;
        boolean decoderModel = false;
        int delayBits = 0;
        if (bits.readFlag()) {
            frameRate = readFrameRate(bits);
            decoderModel = bits.readFlag();
            if (decoderModel) {
                delayBits = bits.readBits(5) + 1;
                bits.skipBits(32 + 5 + 5);
            }
        }
        boolean initialDelays = bits.readFlag();
        int count = bits.readBits(5) + 1;
        int firstLevel = 0;
        boolean firstTier = false;
        for (int i = 0; i < count; i++) {
            bits.skipBits(12);
            int level = bits.readBits(5);
            boolean tier = level >= FIRST_LEVEL_WITH_TIER && bits.readFlag();
            if (decoderModel && bits.readFlag()) {
                bits.skipBits(2L * delayBits + 1);
            }
            if (initialDelays && bits.readFlag()) {
                bits.skipBits(4);
            }
            firstLevel = i == 0 ? level : firstLevel;
            firstTier = i == 0 ? tier : firstTier;
        }
        return new Operation(firstLevel, firstTier, frameRate);
    }

    /** Null unless pictures come at equal intervals. */
    private static @Nullable Rational readFrameRate(BitReader bits) throws MediaParseException {
        long unitsInTick = bits.readUnsignedInt32();
        long timeScale = bits.readUnsignedInt32();
        if (!bits.readFlag()) {
            return null;
        }
        long ticksPerPicture = readUvlc(bits) + 1;
        return ticksPerPicture > Integer.MAX_VALUE
                ? null
                : Pictures.frameRate(timeScale, unitsInTick * ticksPerPicture);
    }

    /** {@code uvlc()} of section 4.10.3. */
    private static long readUvlc(BitReader bits) throws MediaParseException {
        int zeros = 0;
        while (!bits.readFlag()) {
            if (++zeros >= MAX_UVLC_ZEROS) {
                return (1L << 32) - 1;
            }
        }
        return (1L << zeros) - 1 + bits.readBits(zeros);
    }

    private static void skipTools(BitReader bits, boolean reduced) throws MediaParseException {
        if (!reduced && bits.readFlag()) {
            bits.skipBits(4 + 3);
        }
        bits.skipBits(3);
        if (!reduced) {
            bits.skipBits(4);
            boolean orderHint = bits.readFlag();
            if (orderHint) {
                bits.skipBits(2);
            }
            boolean chooseScreenContentTools = bits.readFlag();
            boolean screenContentTools = chooseScreenContentTools || bits.readFlag();
            if (screenContentTools && !bits.readFlag()) {
                bits.skipBits(1);
            }
            if (orderHint) {
                bits.skipBits(3);
            }
        }
        bits.skipBits(3);
    }
}
