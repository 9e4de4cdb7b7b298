package dev.sluice.media.still;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JPEG (ITU-T T.81), baseline and progressive with Huffman coding. Each scan of a progressive file is a walk over the
 * whole picture, however small the scan, so there is a limit of them.
 */
final class JpegFile {
    static final int MAX_SCANS = 100;

    private static final int PREFIX = 0xFF;
    private static final int START_OF_IMAGE = 0xD8;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;
    private static final int QUANTISATION_TABLES = 0xDB;
    private static final int HUFFMAN_TABLES = 0xC4;
    private static final int RESTART_INTERVAL = 0xDD;
    private static final int FIRST_RESTART = 0xD0;
    private static final int LAST_RESTART = 0xD7;
    private static final int BASELINE = 0xC0;
    private static final int EXTENDED = 0xC1;
    private static final int PROGRESSIVE = 0xC2;
    private static final int FIRST_FRAME = 0xC0;
    private static final int LAST_FRAME = 0xCF;
    /** {@code JFIF}, which says how its colours are meant. */
    private static final int APP0 = 0xE0;

    /** {@code Exif}. */
    private static final int APP1 = 0xE1;
    /** {@code Adobe}, which says how its colours are meant. */
    private static final int APP14 = 0xEE;

    private static final int LENGTH_BYTES = 2;
    private static final int SAMPLE_BITS = 8;
    /** Of a picture in cyan, magenta, yellow and black. */
    private static final int INKS = 4;

    private final ByteReader in;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int width;
    private int height;
    private int components;
    private boolean adobe;
    private int scans;
    private int orientation = Exif.UPRIGHT;

    private JpegFile(ByteReader in) {
        this.in = in;
    }

    static StillFile parse(Payload file) throws MediaParseException {
        return new JpegFile(ByteReader.of(file)).read();
    }

    private StillFile read() throws MediaParseException {
        in.skip(2);
        writeMarker(START_OF_IMAGE);
        int marker = nextMarker();
        while (marker != END_OF_IMAGE) {
            readSegment(marker);
            marker = marker == START_OF_SCAN ? copyScan() : nextMarker();
        }
        if (scans == 0) {
            throw MediaParseException.malformed("JPEG without a picture");
        }
        writeMarker(END_OF_IMAGE);
        return StillFile.of(StillFile.Kind.JPEG, kept.toByteArray(), width, height, orientation);
    }

    private int nextMarker() throws MediaParseException {
        if (in.readUnsignedInt8() != PREFIX) {
            throw MediaParseException.malformed("JPEG with bytes between its parts");
        }
        int marker = in.readUnsignedInt8();
        while (marker == PREFIX) {
            marker = in.readUnsignedInt8();
        }
        return marker;
    }

    private void readSegment(int marker) throws MediaParseException {
        int lengthBytes = in.readUnsignedInt16();
        if (lengthBytes < LENGTH_BYTES) {
            throw MediaParseException.malformed("JPEG with a part of " + lengthBytes + " bytes");
        }
        byte[] body = in.readBytes(lengthBytes - LENGTH_BYTES);
        boolean needed =
                switch (marker) {
                    case QUANTISATION_TABLES, HUFFMAN_TABLES, RESTART_INTERVAL -> true;
                    case START_OF_SCAN -> isScan();
                    case APP0 -> startsWith(body, "JFIF");
                    case APP14 -> isAdobe(body);
                    case APP1 -> {
                        readExif(body);
                        yield false;
                    }
                    default -> isFrame(marker, body);
                };
        if (needed) {
            writeMarker(marker);
            kept.write(lengthBytes >>> 8);
            kept.write(lengthBytes);
            kept.writeBytes(body);
        }
    }

    private boolean isScan() throws MediaParseException {
        if (height == 0) {
            throw MediaParseException.malformed("JPEG that begins without its size");
        }
        if (components == INKS && !adobe) {
            throw MediaParseException.unsupported("JPEG of four inks that does not say how they are meant");
        }
        if (++scans > MAX_SCANS) {
            throw MediaParseException.unsupported("JPEG of more than " + MAX_SCANS + " scans");
        }
        return true;
    }

    private boolean isAdobe(byte[] body) {
        boolean its = startsWith(body, "Adobe");
        adobe |= its;
        return its;
    }

    private void readExif(byte[] body) {
        if (Exif.isPrefixed(body)) {
            orientation = Exif.orientation(body);
        }
    }

    private boolean isFrame(int marker, byte[] body) throws MediaParseException {
        if (marker < FIRST_FRAME || marker > LAST_FRAME) {
            return false;
        }
        if (marker != BASELINE && marker != EXTENDED && marker != PROGRESSIVE) {
            throw MediaParseException.unsupported("JPEG that is neither baseline nor progressive");
        }
        if (height != 0) {
            throw MediaParseException.malformed("JPEG of two pictures in one");
        }
        ByteReader frame = ByteReader.of(body);
        int bits = frame.readUnsignedInt8();
        if (bits != SAMPLE_BITS) {
            throw MediaParseException.unsupported("JPEG of " + bits + " bits");
        }
        height = frame.readUnsignedInt16();
        width = frame.readUnsignedInt16();
        components = frame.readUnsignedInt8();
        if (height == 0) {
            throw MediaParseException.unsupported("JPEG that tells its height behind the picture");
        }
        return true;
    }

    /** Copies what is coded, and gives the marker that ends it. */
    private int copyScan() throws MediaParseException {
        while (true) {
            int value = in.readUnsignedInt8();
            if (value != PREFIX) {
                kept.write(value);
                continue;
            }
            int next = in.readUnsignedInt8();
            while (next == PREFIX) {
                next = in.readUnsignedInt8();
            }
            if (next != 0 && (next < FIRST_RESTART || next > LAST_RESTART)) {
                return next;
            }
            kept.write(PREFIX);
            kept.write(next);
        }
    }

    private void writeMarker(int marker) {
        kept.write(PREFIX);
        kept.write(marker);
    }

    private static boolean startsWith(byte[] body, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
        return body.length >= wanted.length && Arrays.equals(body, 0, wanted.length, wanted, 0, wanted.length);
    }
}
