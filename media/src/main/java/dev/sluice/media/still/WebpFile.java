package dev.sluice.media.still;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.ByteWriter;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** WebP (RFC 9649). Animated files are refused. */
final class WebpFile {
    private static final int NAME_BYTES = 4;
    private static final int EXTENDED_BYTES = 10;
    private static final int ANIMATION_FLAG = 0x02;
    private static final int ALPHA_FLAG = 0x10;
    private static final int KEY_FRAME_START = 0x9D012A;
    private static final int LOSSLESS_MARK = 0x2F;
    private static final int SIDE_MASK = 0x3FFF;
    private static final int SIDE_BITS = 14;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int width;
    private int height;
    private int orientation = Exif.UPRIGHT;
    private boolean hasPixels;

    private WebpFile() {}

    static StillFile parse(Payload file) throws MediaParseException {
        return new WebpFile().read(ByteReader.of(file));
    }

    private StillFile read(ByteReader in) throws MediaParseException {
        in.skip(NAME_BYTES);
        ByteReader chunks = in.readSlice(size(in));
        chunks.skip(NAME_BYTES);
        while (chunks.hasRemaining()) {
            readChunk(chunks);
        }
        if (!hasPixels) {
            throw MediaParseException.malformed("WebP without a picture");
        }
        byte[] body = kept.toByteArray();
        byte[] whole = new ByteWriter()
                .writeBytes(ascii("RIFF"))
                .writeInt32(Integer.reverseBytes(NAME_BYTES + body.length))
                .writeBytes(ascii("WEBP"))
                .writeBytes(body)
                .toByteArray();
        return StillFile.of(StillFile.Kind.WEBP, whole, width, height, orientation);
    }

    private void readChunk(ByteReader in) throws MediaParseException {
        String name = new String(in.readBytes(NAME_BYTES), StandardCharsets.ISO_8859_1);
        byte[] body = in.readBytes(size(in));
        if (body.length % 2 == 1 && in.hasRemaining()) {
            in.skip(1);
        }
        switch (name) {
            case "VP8X" -> keep(name, extended(body));
            case "ALPH" -> {
                if (!hasPixels) {
                    keep(name, body);
                }
            }
            case "VP8 ", "VP8L" -> {
                if (!hasPixels) {
                    hasPixels = true;
                    keep(name, body);
                    readSides(body, name.equals("VP8L"));
                }
            }
            case "ANIM", "ANMF" -> throw animated();
            case "EXIF" -> orientation = Exif.orientation(body);
            default -> {}
        }
    }

    private static byte[] extended(byte[] body) throws MediaParseException {
        if (body.length < EXTENDED_BYTES) {
            throw MediaParseException.malformed("WebP with a short header");
        }
        if ((body[0] & ANIMATION_FLAG) != 0) {
            throw animated();
        }
        byte[] plain = body.clone();
        plain[0] &= ALPHA_FLAG;
        return plain;
    }

    private static MediaParseException animated() {
        return MediaParseException.unsupported("an animated WebP file; send a still picture");
    }

    private void readSides(byte[] body, boolean lossless) throws MediaParseException {
        ByteReader in = ByteReader.of(body);
        if (lossless) {
            if (in.readUnsignedInt8() != LOSSLESS_MARK) {
                throw MediaParseException.malformed("WebP with a broken lossless picture");
            }
            long sides = in.readUnsignedInt32LittleEndian();
            width = (int) (sides & SIDE_MASK) + 1;
            height = (int) (sides >> SIDE_BITS & SIDE_MASK) + 1;
            return;
        }
        in.skip(3);
        if (in.readUnsignedInt24() != KEY_FRAME_START) {
            throw MediaParseException.malformed("WebP with a broken lossy picture");
        }
        width = in.readUnsignedInt16LittleEndian() & SIDE_MASK;
        height = in.readUnsignedInt16LittleEndian() & SIDE_MASK;
    }

    private void keep(String name, byte[] body) {
        kept.writeBytes(ascii(name));
        int lengthBytes = body.length;
        kept.writeBytes(new byte[] {
            (byte) lengthBytes, (byte) (lengthBytes >>> 8), (byte) (lengthBytes >>> 16), (byte) (lengthBytes >>> 24)
        });
        kept.writeBytes(body);
        if (lengthBytes % 2 == 1) {
            kept.write(0);
        }
    }

    private static int size(ByteReader in) throws MediaParseException {
        long bytes = in.readUnsignedInt32LittleEndian();
        if (bytes > in.remainingBytes()) {
            throw MediaParseException.malformed("truncated: WebP ends within a part of " + bytes + " bytes");
        }
        return (int) bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
