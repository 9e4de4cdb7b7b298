package dev.sluice.media.still;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file of one picture without what its decoder does not need.
 *
 * @param bytes a file of the same kind
 * @param width as stored, before it is turned upright
 * @param height as stored
 * @param orientation of Exif, {@value Exif#UPRIGHT} to {@value Exif#MAX_ORIENTATION}
 */
public record StillFile(Kind kind, Payload bytes, int width, int height, int orientation) {
    /** What its first bytes say that it is, whatever it is called. */
    public enum Kind {
        JPEG,
        PNG,
        WEBP;

        private static final byte[] JPEG_START = HexFormat.of().parseHex("ffd8ff");
        private static final byte[] RIFF = "RIFF".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] WEBP_TYPE = "WEBP".getBytes(StandardCharsets.US_ASCII);
        private static final int RIFF_TYPE_OFFSET = 8;

        /** Empty when it is none of these. */
        public static Optional<Kind> of(Payload file) {
            if (startsWith(file, 0, JPEG_START)) {
                return Optional.of(JPEG);
            }
            if (startsWith(file, 0, PngFile.SIGNATURE)) {
                return Optional.of(PNG);
            }
            return startsWith(file, 0, RIFF) && startsWith(file, RIFF_TYPE_OFFSET, WEBP_TYPE)
                    ? Optional.of(WEBP)
                    : Optional.empty();
        }

        private static boolean startsWith(Payload file, int offset, byte[] wanted) {
            if (file.sizeBytes() < offset + wanted.length) {
                return false;
            }
            byte[] found = new byte[wanted.length];
            file.copyTo(offset, found, 0, found.length);
            return Arrays.equals(found, wanted);
        }
    }

    /** @throws MediaParseException when it is not whole, or is of a kind or has more than this knows */
    public static StillFile parse(Payload file) throws MediaParseException {
        Kind kind = Kind.of(file).orElseThrow(() -> MediaParseException.unsupported("not a JPEG, PNG or WebP file"));
        return switch (kind) {
            case JPEG -> JpegFile.parse(file);
            case PNG -> PngFile.parse(file);
            case WEBP -> WebpFile.parse(file);
        };
    }

    public long pixels() {
        return (long) width * height;
    }

    static StillFile of(Kind kind, byte[] bytes, int width, int height, int orientation) throws MediaParseException {
        if (width < 1 || height < 1) {
            throw MediaParseException.malformed("a picture of " + width + "x" + height);
        }
        return new StillFile(kind, Payload.wrap(bytes), width, height, orientation);
    }
}
