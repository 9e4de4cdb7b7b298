package dev.sluice.media.codec;

import dev.sluice.media.io.ByteWriter;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * Access units of AVC and HEVC: NAL units behind big-endian lengths (ISO/IEC 14496-15) or start codes (ITU-T H.264 and
 * H.265 annex B), and the way between the two.
 *
 * <p>The canonical form inside Sluice has lengths of 4 bytes and no parameter sets, delimiters or filler, as
 * {@link dev.sluice.media.EncodedSample} says. Stateless and thread-safe.
 */
public final class NalUnits {
    /** The length size of the canonical form. */
    public static final int LENGTH_SIZE_BYTES = 4;

    private NalUnits() {}

    /** What to do with each NAL unit of an access unit. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param offset of the first header byte in the payload
         * @param lengthBytes of the unit, greater than zero
         */
        void unit(int offset, int lengthBytes) throws MediaParseException;
    }

    /**
     * Visits each unit in order; units of length zero, which some encoders write, are passed over.
     *
     * @param lengthSizeBytes 1, 2 or 4
     * @throws MediaParseException malformed, when the lengths do not add up to the payload
     */
    public static void forEach(Payload accessUnit, int lengthSizeBytes, Visitor visitor) throws MediaParseException {
        requireLengthSize(lengthSizeBytes);
        int size = accessUnit.sizeBytes();
        int at = 0;
        while (at < size) {
            int length = readLength(accessUnit, at, lengthSizeBytes);
            at += lengthSizeBytes;
            if (length > 0) {
                visitor.unit(at, length);
            }
            at += length;
        }
    }

    /**
     * Rewrites an access unit to the canonical form. Gives the same payload back when it has that form already, else
     * one copy of what stays; the result is empty when nothing stays.
     *
     * @param lengthSizeBytes of the source, 1, 2 or 4
     * @throws MediaParseException malformed, when the lengths do not add up to the payload
     */
    public static Payload toCanonical(NalCodec codec, Payload accessUnit, int lengthSizeBytes)
            throws MediaParseException {
        int keptBytes = canonicalSizeBytes(codec, accessUnit, lengthSizeBytes);
        if (keptBytes == accessUnit.sizeBytes() && lengthSizeBytes == LENGTH_SIZE_BYTES) {
            return accessUnit;
        }
        byte[] canonical = new byte[keptBytes];
        int written = 0;
        int at = 0;
        while (at < accessUnit.sizeBytes()) {
            int length = readLength(accessUnit, at, lengthSizeBytes);
            at += lengthSizeBytes;
            if (length > 0 && !codec.isLeftOutOfSamples(codec.unitType(accessUnit.byteAt(at)))) {
                writeLength(canonical, written, length);
                accessUnit.copyTo(at, canonical, written + LENGTH_SIZE_BYTES, length);
                written += LENGTH_SIZE_BYTES + length;
            }
            at += length;
        }
        return Payload.wrap(canonical);
    }

    /**
     * The parameter sets among the units, in the order found; empty for nearly every access unit.
     *
     * @param lengthSizeBytes 1, 2 or 4
     * @throws MediaParseException malformed, when the lengths do not add up to the payload
     */
    public static List<Payload> parameterSets(NalCodec codec, Payload accessUnit, int lengthSizeBytes)
            throws MediaParseException {
        List<Payload> found = new ArrayList<>(0);
        forEach(accessUnit, lengthSizeBytes, (offset, length) -> {
            if (codec.isParameterSet(codec.unitType(accessUnit.byteAt(offset)))) {
                found.add(accessUnit.slice(offset, length));
            }
        });
        return found;
    }

    /**
     * Whether a unit has no byte.
     *
     * @param lengthSizeBytes 1, 2 or 4
     * @throws MediaParseException malformed, when the lengths do not add up to the payload
     */
    static boolean hasEmpty(Payload accessUnit, int lengthSizeBytes) throws MediaParseException {
        int at = 0;
        while (at < accessUnit.sizeBytes()) {
            int length = readLength(accessUnit, at, lengthSizeBytes);
            if (length == 0) {
                return true;
            }
            at += lengthSizeBytes + length;
        }
        return false;
    }

    /** Whether a canonical access unit holds a slice of an IDR picture. */
    public static boolean containsAvcIdr(Payload accessUnit) throws MediaParseException {
        return containsRandomAccess(NalCodec.AVC, accessUnit);
    }

    /** Whether a canonical access unit holds a slice of an IDR, CRA or BLA picture. */
    public static boolean containsHevcIrap(Payload accessUnit) throws MediaParseException {
        return containsRandomAccess(NalCodec.HEVC, accessUnit);
    }

    /** Whether decoding can start at a canonical access unit; stops at the first slice that says so. */
    public static boolean containsRandomAccess(NalCodec codec, Payload accessUnit) throws MediaParseException {
        int at = 0;
        while (at < accessUnit.sizeBytes()) {
            int length = readLength(accessUnit, at, LENGTH_SIZE_BYTES);
            at += LENGTH_SIZE_BYTES;
            if (length > 0 && codec.isRandomAccess(codec.unitType(accessUnit.byteAt(at)))) {
                return true;
            }
            at += length;
        }
        return false;
    }

    /**
     * Start codes instead of lengths: each unit of a canonical access unit behind 00 00 00 01.
     *
     * @throws MediaParseException malformed, when the lengths do not add up to the payload
     */
    public static Payload toAnnexB(Payload accessUnit) throws MediaParseException {
        byte[] stream = accessUnit.toByteArray();
        forEach(accessUnit, LENGTH_SIZE_BYTES, (offset, length) -> writeLength(stream, offset - LENGTH_SIZE_BYTES, 1));
        return Payload.wrap(stream);
    }

    /**
     * All units of a byte stream behind lengths of 4 bytes; drops nothing but start codes and the zeros around them.
     */
    public static Payload fromAnnexB(Payload byteStream) {
        return joinWithLengths(splitAnnexB(byteStream));
    }

    /** The units of a byte stream, without start codes. Bytes before the first start code are no unit. */
    public static List<Payload> splitAnnexB(Payload byteStream) {
        return AnnexB.split(byteStream);
    }

    /** Each unit behind its length of 4 bytes. */
    public static Payload joinWithLengths(List<Payload> units) {
        int size = 0;
        for (Payload unit : units) {
            size = Math.addExact(size, LENGTH_SIZE_BYTES + unit.sizeBytes());
        }
        ByteWriter writer = new ByteWriter(size);
        for (Payload unit : units) {
            writer.writeInt32(unit.sizeBytes()).writePayload(unit);
        }
        return writer.toPayload();
    }

    private static int canonicalSizeBytes(NalCodec codec, Payload accessUnit, int lengthSizeBytes)
            throws MediaParseException {
        requireLengthSize(lengthSizeBytes);
        long kept = 0;
        int at = 0;
        while (at < accessUnit.sizeBytes()) {
            int length = readLength(accessUnit, at, lengthSizeBytes);
            at += lengthSizeBytes;
            if (length > 0 && !codec.isLeftOutOfSamples(codec.unitType(accessUnit.byteAt(at)))) {
                kept += LENGTH_SIZE_BYTES + length;
            }
            at += length;
        }
        if (kept > Integer.MAX_VALUE) {
            throw MediaParseException.unsupported("access unit of " + kept + " bytes");
        }
        return (int) kept;
    }

    private static int readLength(Payload accessUnit, int at, int lengthSizeBytes) throws MediaParseException {
        int left = accessUnit.sizeBytes() - at - lengthSizeBytes;
        if (left < 0) {
            throw MediaParseException.malformed("NAL unit length cut off at byte " + at);
        }
        int length = 0;
        for (int i = 0; i < lengthSizeBytes; i++) {
            length = length << 8 | (accessUnit.byteAt(at + i) & 0xFF);
        }
        if (length < 0 || length > left) {
            throw MediaParseException.malformed("NAL unit at byte " + at + " claims " + Integer.toUnsignedString(length)
                    + " bytes, " + left + " left");
        }
        return length;
    }

    private static void writeLength(byte[] target, int at, int length) {
        target[at] = (byte) (length >> 24);
        target[at + 1] = (byte) (length >> 16);
        target[at + 2] = (byte) (length >> 8);
        target[at + 3] = (byte) length;
    }

    private static void requireLengthSize(int lengthSizeBytes) {
        if (lengthSizeBytes != 1 && lengthSizeBytes != 2 && lengthSizeBytes != 4) {
            throw new IllegalArgumentException("NAL unit length size: " + lengthSizeBytes);
        }
    }
}
