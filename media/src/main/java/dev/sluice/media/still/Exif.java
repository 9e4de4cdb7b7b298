package dev.sluice.media.still;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.MediaParseException;

/** How a picture has to be turned (Exif 2.32, tag 0x0112), which is all that is read of Exif. */
final class Exif {
    static final int UPRIGHT = 1;
    static final int MAX_ORIENTATION = 8;

    private static final byte[] PREFIX = {'E', 'x', 'i', 'f', 0, 0};
    private static final int LITTLE_ENDIAN = 0x4949;
    private static final int BIG_ENDIAN = 0x4D4D;
    private static final int TIFF_MARK = 42;
    private static final int TIFF_HEADER_BYTES = 8;
    private static final int ENTRY_BYTES = 12;
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int SHORT_TYPE = 3;

    private final ByteReader tiff;
    private final boolean littleEndian;

    private Exif(ByteReader tiff, boolean littleEndian) {
        this.tiff = tiff;
        this.littleEndian = littleEndian;
    }

    /** What stands before the TIFF structure in a JPEG segment. */
    static boolean isPrefixed(byte[] bytes) {
        for (int i = 0; i < PREFIX.length; i++) {
            if (bytes.length <= i || bytes[i] != PREFIX[i]) {
                return false;
            }
        }
        return true;
    }

    /** Upright where it does not say, or not in a way that can be read: a picture with broken notes is a picture. */
    static int orientation(byte[] bytes) {
        int start = isPrefixed(bytes) ? PREFIX.length : 0;
        try {
            ByteReader tiff = ByteReader.of(bytes, start, bytes.length - start);
            int order = tiff.readUnsignedInt16();
            return order == LITTLE_ENDIAN || order == BIG_ENDIAN
                    ? new Exif(tiff, order == LITTLE_ENDIAN).find()
                    : UPRIGHT;
        } catch (MediaParseException unreadable) {
            return UPRIGHT;
        }
    }

    private int find() throws MediaParseException {
        if (int16() != TIFF_MARK) {
            return UPRIGHT;
        }
        long directory = int32();
        if (directory < TIFF_HEADER_BYTES || directory > Integer.MAX_VALUE) {
            return UPRIGHT;
        }
        tiff.skip((int) directory - TIFF_HEADER_BYTES);
        int entries = int16();
        for (int i = 0; i < entries; i++) {
            int tag = int16();
            int type = int16();
            long count = int32();
            if (tag == ORIENTATION_TAG) {
                int value = type == SHORT_TYPE && count == 1 ? int16() : UPRIGHT;
                return value >= UPRIGHT && value <= MAX_ORIENTATION ? value : UPRIGHT;
            }
            tiff.skip(ENTRY_BYTES - TIFF_HEADER_BYTES);
        }
        return UPRIGHT;
    }

    private int int16() throws MediaParseException {
        return littleEndian ? tiff.readUnsignedInt16LittleEndian() : tiff.readUnsignedInt16();
    }

    private long int32() throws MediaParseException {
        return littleEndian ? tiff.readUnsignedInt32LittleEndian() : tiff.readUnsignedInt32();
    }
}
