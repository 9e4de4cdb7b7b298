package dev.sluice.media.codec;

import dev.sluice.media.io.BitReader;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.Optional;

/**
 * Looks into the uncompressed header of VP9 frames (VP9 bitstream specification section 6.2). A superframe is judged by
 * its first frame. Stateless and thread-safe.
 */
public final class Vp9Frames {
    private static final int FRAME_MARKER = 2;
    private static final int SYNC_CODE = 0x498342;
    private static final int SRGB = 7;
    private static final int MAX_HEADER_BYTES = 16;

    private Vp9Frames() {}

    /**
     * What a key frame says of itself.
     *
     * @param subsampling as the vpcC writes {@code chromaSubsampling}: 1 for 4:2:0, 2 for 4:2:2, 3 for 4:4:4
     */
    record KeyFrame(
            int profile, int bitDepth, int subsampling, boolean fullRange, int colourSpace, VideoFormat format) {}

    public static boolean isKeyFrame(Payload frame) throws MediaParseException {
        return keyFrame(frame).isPresent();
    }

    /**
     * The picture of a key frame, empty for other frames.
     *
     * @throws MediaParseException malformed, or unsupported when the picture is too large
     */
    public static Optional<VideoFormat> keyFrameFormat(Payload frame) throws MediaParseException {
        return keyFrame(frame).map(KeyFrame::format);
    }

    static Optional<KeyFrame> keyFrame(Payload frame) throws MediaParseException {
        BitReader bits = BitReader.of(frame.slice(0, Math.min(MAX_HEADER_BYTES, frame.sizeBytes())));
        if (bits.readBits(2) != FRAME_MARKER) {
            throw MediaParseException.malformed("not a VP9 frame: " + frame);
        }
        int profile = bits.readBit() | bits.readBit() << 1;
        if (profile == 3 && bits.readFlag()) {
            throw MediaParseException.malformed("VP9 frame of a reserved profile");
        }
        boolean showExisting = bits.readFlag();
        if (showExisting || bits.readFlag()) {
            return Optional.empty();
        }
        bits.skipBits(2);
        if (bits.readBits(24) != SYNC_CODE) {
            throw MediaParseException.malformed("VP9 key frame without its sync code");
        }
        return Optional.of(readKeyFrame(bits, profile));
    }

    private static KeyFrame readKeyFrame(BitReader bits, int profile) throws MediaParseException {
        int bitDepth = profile < 2 ? 8 : bits.readFlag() ? 12 : 10;
        int colourSpace = bits.readBits(3);
        boolean fullRange = colourSpace == SRGB || bits.readFlag();
        int subsampling = 1;
        if ((profile & 1) == 1) {
            boolean x = colourSpace != SRGB && bits.readFlag();
            boolean y = colourSpace != SRGB && bits.readFlag();
            bits.skipBits(1);
            subsampling = x ? y ? 1 : 2 : 3;
        }
        int width = bits.readBits(16) + 1;
        int height = bits.readBits(16) + 1;
        Pictures.requireSupportedSize(width, height);
        VideoFormat format = new VideoFormat(width, height, Rational.ONE, null);
        return new KeyFrame(profile, bitDepth, subsampling, fullRange, colourSpace, format);
    }
}
