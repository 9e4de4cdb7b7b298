package dev.sluice.media.codec;

import dev.sluice.media.io.BitReader;
import dev.sluice.media.io.ByteWriter;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Temporal units of AV1 as runs of OBUs in the low-overhead format (AV1 specification section 5.3). Stateless and
 * thread-safe.
 */
public final class Av1Obus {
    static final int SEQUENCE_HEADER = 1;
    private static final int TEMPORAL_DELIMITER = 2;
    private static final int FRAME_HEADER = 3;
    private static final int FRAME = 6;
    private static final int TILE_LIST = 8;
    private static final int PADDING = 15;

    private static final int HAS_SIZE_FLAG = 2;
    private static final int MAX_LEB128_BYTES = 8;
    private static final int MAX_OBUS = 4096;

    private Av1Obus() {}

    /**
     * One OBU of a temporal unit.
     *
     * @param headerOffset of the first byte of the header
     * @param headerBytes 1, or 2 with the extension
     * @param hasSize whether a size field follows the header
     * @param payloadOffset of the first byte behind header and size field
     */
    record Obu(int type, int headerOffset, int headerBytes, boolean hasSize, int payloadOffset, int payloadBytes) {
        int end() {
            return payloadOffset + payloadBytes;
        }

        boolean isLeftOutOfSamples() {
            return type == TEMPORAL_DELIMITER || type == TILE_LIST || type == PADDING;
        }
    }

    /**
     * The form that {@link dev.sluice.media.EncodedSample} asks for: no temporal delimiters and padding, every OBU with
     * its size. Gives the same payload back when it has that form already.
     *
     * @throws MediaParseException malformed, when the OBUs do not add up to the payload
     */
    public static Payload stripTemporalDelimiters(Payload temporalUnit) throws MediaParseException {
        List<Obu> obus = split(temporalUnit);
        boolean canonical = true;
        for (Obu obu : obus) {
            canonical &= obu.hasSize && !obu.isLeftOutOfSamples();
        }
        if (canonical) {
            return temporalUnit;
        }
        ByteWriter writer = new ByteWriter(temporalUnit.sizeBytes() + MAX_LEB128_BYTES);
        byte[] source = temporalUnit.toByteArray();
        for (Obu obu : obus) {
            if (!obu.isLeftOutOfSamples()) {
                write(source, obu, writer);
            }
        }
        return writer.toPayload();
    }

    /**
     * Whether the first frame of the temporal unit is a shown key frame.
     *
     * @throws MediaParseException malformed, when the OBUs do not add up to the payload
     */
    public static boolean isKeyFrame(Payload temporalUnit) throws MediaParseException {
        for (Obu obu : split(temporalUnit)) {
            if ((obu.type == FRAME || obu.type == FRAME_HEADER) && obu.payloadBytes > 0) {
                // show_existing_frame, frame_type (two bits, 0 for a key frame), show_frame
                return (temporalUnit.byteAt(obu.payloadOffset) & 0xF0) == 0x10;
            }
        }
        return false;
    }

    public static boolean containsSequenceHeader(Payload temporalUnit) throws MediaParseException {
        for (Obu obu : split(temporalUnit)) {
            if (obu.type == SEQUENCE_HEADER) {
                return true;
            }
        }
        return false;
    }

    /** The first sequence header OBU, with its header and with a size field. */
    public static Optional<Payload> sequenceHeader(Payload temporalUnit) throws MediaParseException {
        for (Obu obu : split(temporalUnit)) {
            if (obu.type == SEQUENCE_HEADER) {
                ByteWriter writer = new ByteWriter(obu.payloadBytes + MAX_LEB128_BYTES);
                write(temporalUnit.toByteArray(), obu, writer);
                return Optional.of(writer.toPayload());
            }
        }
        return Optional.empty();
    }

    /** The payload bits of an OBU. */
    static BitReader bits(Payload source, Obu obu) {
        return BitReader.of(source.toByteArray(), obu.payloadOffset, obu.payloadBytes);
    }

    static List<Obu> split(Payload temporalUnit) throws MediaParseException {
        List<Obu> obus = new ArrayList<>();
        int at = 0;
        while (at < temporalUnit.sizeBytes()) {
            if (obus.size() == MAX_OBUS) {
                throw MediaParseException.malformed("AV1 temporal unit of more than " + MAX_OBUS + " OBUs");
            }
            Obu obu = readObu(temporalUnit, at);
            obus.add(obu);
            at = obu.end();
        }
        return obus;
    }

    private static Obu readObu(Payload source, int at) throws MediaParseException {
        int header = source.byteAt(at) & 0xFF;
        if (header >> 7 != 0) {
            throw MediaParseException.malformed("AV1 OBU at byte " + at + " has its forbidden bit set");
        }
        int headerBytes = 1 + (header >> 2 & 1);
        boolean hasSize = (header & HAS_SIZE_FLAG) != 0;
        int type = header >> 3 & 0xF;
        int sizeAt = at + headerBytes;
        long left = (long) source.sizeBytes() - sizeAt;
        if (left < 0) {
            throw MediaParseException.malformed("AV1 OBU header cut off at byte " + at);
        }
        if (!hasSize) {
            return new Obu(type, at, headerBytes, false, sizeAt, (int) left);
        }
        long payloadBytes = 0;
        int sizeBytes = 0;
        int current;
        do {
            if (sizeBytes == MAX_LEB128_BYTES || sizeBytes >= left) {
                throw MediaParseException.malformed("AV1 OBU size cut off or too long at byte " + sizeAt);
            }
            current = source.byteAt(sizeAt + sizeBytes);
            payloadBytes |= (current & 0x7FL) << (7 * sizeBytes);
            sizeBytes++;
        } while (current < 0);
        if (payloadBytes > left - sizeBytes) {
            throw MediaParseException.malformed(
                    "AV1 OBU at byte " + at + " claims " + payloadBytes + " bytes, " + (left - sizeBytes) + " left");
        }
        return new Obu(type, at, headerBytes, true, sizeAt + sizeBytes, (int) payloadBytes);
    }

    private static void write(byte[] source, Obu obu, ByteWriter writer) {
        if (obu.hasSize) {
            writer.writeBytes(source, obu.headerOffset, obu.end() - obu.headerOffset);
            return;
        }
        writer.writeInt8(source[obu.headerOffset] | HAS_SIZE_FLAG);
        writer.writeBytes(source, obu.headerOffset + 1, obu.headerBytes - 1);
        int left = obu.payloadBytes;
        while (left >= 0x80) {
            writer.writeInt8((left & 0x7F) | 0x80);
            left >>= 7;
        }
        writer.writeInt8(left).writeBytes(source, obu.payloadOffset, obu.payloadBytes);
    }
}
