package dev.sluice.media.codec;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.ByteWriter;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;

/**
 * Makes {@link Av1Parameters} from an av1C (AV1 Codec ISO Media File Format Binding, section 2.3) or from a sequence
 * header, which is what the fields are taken from either way. Stateless and thread-safe.
 */
public final class Av1Config {
    private static final int MARKER_AND_VERSION = 0x81;
    private static final int FIXED_BYTES = 4;
    private static final int MAX_CONFIG_OBUS_BYTES = 16 * 1024;

    private Av1Config() {}

    /**
     * @throws MediaParseException malformed, or unsupported when the record has no sequence header or asks for too
     *     large a picture
     */
    public static Av1Parameters parse(Payload av1C) throws MediaParseException {
        ByteReader reader = ByteReader.of(av1C);
        int version = reader.readUnsignedInt8();
        if (version != MARKER_AND_VERSION) {
            throw MediaParseException.malformed("av1C of marker and version 0x" + Integer.toHexString(version));
        }
        reader.skip(FIXED_BYTES - 1);
        if (reader.remainingBytes() > MAX_CONFIG_OBUS_BYTES) {
            throw MediaParseException.malformed("av1C with " + reader.remainingBytes() + " bytes of OBUs");
        }
        Payload sequenceHeader = Av1Obus.sequenceHeader(reader.readRemaining())
                .orElseThrow(() -> MediaParseException.unsupported("av1C without a sequence header"));
        return fromSequenceHeader(sequenceHeader);
    }

    /**
     * @param obu a sequence header OBU with its header; OBUs behind it are passed over
     * @throws MediaParseException malformed, or unsupported when it asks for too large a picture
     */
    public static Av1Parameters fromSequenceHeader(Payload obu) throws MediaParseException {
        Payload sized = Av1Obus.sequenceHeader(obu)
                .orElseThrow(() -> MediaParseException.malformed("not an AV1 sequence header: " + obu));
        Av1SequenceHeader header =
                Av1SequenceHeader.read(Av1Obus.bits(sized, Av1Obus.split(sized).getFirst()));
        Av1Colour colour = header.colour();
        int flags = (header.highTier() ? 0x80 : 0)
                | (colour.bitDepth() > 8 ? 0x40 : 0)
                | (colour.bitDepth() == 12 ? 0x20 : 0)
                | (colour.monochrome() ? 0x10 : 0)
                | (colour.subsamplingX() ? 0x08 : 0)
                | (colour.subsamplingY() ? 0x04 : 0)
                | colour.samplePosition();
        ByteWriter record = new ByteWriter(FIXED_BYTES + sized.sizeBytes())
                .writeInt8(MARKER_AND_VERSION)
                .writeInt8(header.profile() << 5 | header.levelIdx())
                .writeInt8(flags)
                .writeInt8(0)
                .writePayload(sized);
        return new Av1Parameters(header.format(), record.toPayload(), header.codecString());
    }
}
