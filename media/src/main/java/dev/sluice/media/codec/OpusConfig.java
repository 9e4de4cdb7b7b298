package dev.sluice.media.codec;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.ByteWriter;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;

/**
 * Makes {@link OpusParameters} from the identification header of Ogg (RFC 7845 section 5.1), which Enhanced RTMP sends,
 * or from a dOps box (Encapsulation of Opus in ISO Base Media File Format, section 4.3.2). The two hold the same
 * fields, one in little and the other in big endian. Stateless and thread-safe.
 *
 * <p>Neither says how long a packet is: the parameters carry the usual 20 ms, see {@link OpusPackets}.
 */
public final class OpusConfig {
    private static final long MAGIC_HEAD = 0x4F707573_48656164L;
    private static final int USUAL_SAMPLES_PER_FRAME = 960;
    private static final int MAX_MAPPED_CHANNELS = 8;
    private static final int SILENT_CHANNEL = 255;

    private OpusConfig() {}

    private record Fields(int channelCount, int preSkipSamples, long inputSampleRateHz, int outputGain, int family) {}

    /**
     * @param opusHead "OpusHead" and what follows
     * @throws MediaParseException malformed, or unsupported for a mapping family other than 0 and 1
     */
    public static OpusParameters fromOpusHead(Payload opusHead) throws MediaParseException {
        ByteReader reader = ByteReader.of(opusHead);
        if (reader.readInt64() != MAGIC_HEAD) {
            throw MediaParseException.malformed("not an Opus identification header: " + opusHead);
        }
        int version = reader.readUnsignedInt8();
        if (version >> 4 != 0) {
            throw MediaParseException.unsupported("Opus identification header of version " + version);
        }
        Fields fields = new Fields(
                reader.readUnsignedInt8(),
                reader.readUnsignedInt16LittleEndian(),
                reader.readUnsignedInt32LittleEndian(),
                reader.readUnsignedInt16LittleEndian(),
                reader.readUnsignedInt8());
        return parameters(fields, reader);
    }

    /**
     * @param dOps the payload of the box, without its header
     * @throws MediaParseException malformed, or unsupported for a mapping family other than 0 and 1
     */
    public static OpusParameters parse(Payload dOps) throws MediaParseException {
        ByteReader reader = ByteReader.of(dOps);
        int version = reader.readUnsignedInt8();
        if (version != 0) {
            throw MediaParseException.unsupported("dOps of version " + version);
        }
        Fields fields = new Fields(
                reader.readUnsignedInt8(),
                reader.readUnsignedInt16(),
                reader.readUnsignedInt32(),
                reader.readUnsignedInt16(),
                reader.readUnsignedInt8());
        return parameters(fields, reader);
    }

    private static OpusParameters parameters(Fields fields, ByteReader reader) throws MediaParseException {
        Payload mapping = fields.family == 0 ? Payload.EMPTY : reader.readPayload(2 + fields.channelCount);
        requireChannels(fields, mapping);
        ByteWriter dOps = new ByteWriter(32)
                .writeInt8(0)
                .writeInt8(fields.channelCount)
                .writeInt16(fields.preSkipSamples)
                .writeUnsignedInt32(fields.inputSampleRateHz)
                .writeInt16(fields.outputGain)
                .writeInt8(fields.family)
                .writePayload(mapping);
        return new OpusParameters(
                fields.channelCount, fields.preSkipSamples, USUAL_SAMPLES_PER_FRAME, dOps.toPayload());
    }

    private static void requireChannels(Fields fields, Payload mapping) throws MediaParseException {
        if (fields.family > 1) {
            throw MediaParseException.unsupported("Opus channel mapping family " + fields.family);
        }
        int max = fields.family == 0 ? 2 : MAX_MAPPED_CHANNELS;
        if (fields.channelCount == 0 || fields.channelCount > max) {
            throw MediaParseException.malformed("Opus with " + fields.channelCount + " channels in mapping family "
                    + fields.family + ", 1 to " + max + " are allowed");
        }
        if (fields.family == 0) {
            return;
        }
        int streams = mapping.byteAt(0) & 0xFF;
        int coupled = mapping.byteAt(1) & 0xFF;
        if (streams == 0 || coupled > streams || streams + coupled > 255) {
            throw MediaParseException.malformed("Opus with " + streams + " streams, " + coupled + " of them coupled");
        }
        for (int i = 2; i < mapping.sizeBytes(); i++) {
            int source = mapping.byteAt(i) & 0xFF;
            if (source >= streams + coupled && source != SILENT_CHANNEL) {
                throw MediaParseException.malformed("Opus output channel " + (i - 2) + " maps to " + source);
            }
        }
    }
}
