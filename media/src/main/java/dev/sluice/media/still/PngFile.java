package dev.sluice.media.still;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * PNG (ISO/IEC 15948). Compressed text and colour profiles, which could grow to a thousand times their size, do not go
 * on to the decoder. Of an animated file the picture for those who know no animation is taken.
 */
final class PngFile {
    static final byte[] SIGNATURE = HexFormat.of().parseHex("89504e470d0a1a0a");

    private static final int HEADER_BYTES = 13;
    private static final int CHECKSUM_BYTES = 4;
    private static final int TYPE_BYTES = 4;
    private static final int ANCILLARY_BIT = 0x20;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int width;
    private int height;
    private int orientation = Exif.UPRIGHT;
    private boolean hasPixels;

    private PngFile() {}

    static StillFile parse(Payload file) throws MediaParseException {
        return new PngFile().read(ByteReader.of(file));
    }

    private StillFile read(ByteReader in) throws MediaParseException {
        kept.writeBytes(in.readBytes(SIGNATURE.length));
        boolean atEnd = false;
        while (!atEnd) {
            atEnd = readChunk(in);
        }
        if (!hasPixels) {
            throw MediaParseException.malformed("PNG without a picture");
        }
        return StillFile.of(StillFile.Kind.PNG, kept.toByteArray(), width, height, orientation);
    }

    /** @return whether it was the last one */
    private boolean readChunk(ByteReader in) throws MediaParseException {
        int lengthBytes = in.readInt32();
        byte[] type = in.readBytes(TYPE_BYTES);
        String name = new String(type, StandardCharsets.ISO_8859_1);
        boolean first = kept.size() == SIGNATURE.length;
        if (first != name.equals("IHDR")) {
            throw MediaParseException.malformed("PNG with " + (first ? "no header" : "two headers"));
        }
        byte[] body = in.readBytes(lengthBytes);
        byte[] checksum = in.readBytes(CHECKSUM_BYTES);
        switch (name) {
            case "IHDR" -> readHeader(body);
            case "IDAT" -> hasPixels = true;
            case "eXIf" -> orientation = Exif.orientation(body);
            case "PLTE", "tRNS", "IEND" -> {}
            default -> {
                if ((type[0] & ANCILLARY_BIT) == 0) {
                    throw MediaParseException.unsupported("PNG with a part that is not known");
                }
            }
        }
        if ((type[0] & ANCILLARY_BIT) == 0 || name.equals("tRNS")) {
            kept.writeBytes(new byte[] {
                (byte) (lengthBytes >>> 24), (byte) (lengthBytes >>> 16), (byte) (lengthBytes >>> 8), (byte) lengthBytes
            });
            kept.writeBytes(type);
            kept.writeBytes(body);
            kept.writeBytes(checksum);
        }
        return name.equals("IEND");
    }

    private void readHeader(byte[] body) throws MediaParseException {
        if (body.length != HEADER_BYTES) {
            throw MediaParseException.malformed("PNG with a header of " + body.length + " bytes");
        }
        ByteReader header = ByteReader.of(Arrays.copyOf(body, HEADER_BYTES));
        width = header.readInt32();
        height = header.readInt32();
    }
}
