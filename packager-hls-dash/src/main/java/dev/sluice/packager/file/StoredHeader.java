package dev.sluice.packager.file;

import dev.sluice.media.Track;
import dev.sluice.media.codec.AacConfig;
import dev.sluice.media.codec.Av1Config;
import dev.sluice.media.codec.AvcConfig;
import dev.sluice.media.codec.HevcConfig;
import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import org.jspecify.annotations.Nullable;

/** An init segment as this packager wrote it, read back for its track. */
public final class StoredHeader {
    private static final int HEADER_BYTES = 8;
    private static final int VISUAL_ENTRY_BYTES = 78;
    private static final int AUDIO_ENTRY_BYTES = 28;
    private static final int DECODER_SPECIFIC_INFO = 5;
    private static final int DESCRIPTOR_HEADER_BYTES = 5;

    private StoredHeader() {}

    /** @throws MediaParseException when it has no track that files hold: H.264, HEVC, AV1 or AAC */
    public static Track track(Payload init) throws MediaParseException {
        Track track = find(ByteReader.of(init));
        if (track == null) {
            throw MediaParseException.malformed("no track of a codec that files hold");
        }
        return track;
    }

    private static @Nullable Track find(ByteReader boxes) throws MediaParseException {
        while (boxes.hasRemaining()) {
            int bodyBytes = Math.toIntExact(boxes.readUnsignedInt32()) - HEADER_BYTES;
            String type = boxes.readUtf8(4);
            ByteReader body = boxes.readSlice(bodyBytes);
            Track track =
                    switch (type) {
                        case "moov", "trak", "mdia", "minf", "stbl" -> find(body);
                        case "stsd" -> within(body, HEADER_BYTES);
                        case "avc1", "hvc1", "av01" -> within(body, VISUAL_ENTRY_BYTES);
                        case "mp4a" -> within(body, AUDIO_ENTRY_BYTES);
                        case "avcC" -> Track.video(AvcConfig.parse(body.readRemaining()));
                        case "hvcC" -> Track.video(HevcConfig.parse(body.readRemaining()));
                        case "av1C" -> Track.video(Av1Config.parse(body.readRemaining()));
                        case "esds" -> Track.audio(AacConfig.parse(decoderConfig(body)));
                        default -> null;
                    };
            if (track != null) {
                return track;
            }
        }
        return null;
    }

    private static @Nullable Track within(ByteReader body, int fieldBytes) throws MediaParseException {
        body.skip(fieldBytes);
        return find(body);
    }

    /** Descriptors within descriptors (ISO/IEC 14496-1 section 7.2.6), lengths of four bytes. */
    private static Payload decoderConfig(ByteReader esds) throws MediaParseException {
        byte[] bytes = esds.readRemaining().toByteArray();
        int specific = 4 + DESCRIPTOR_HEADER_BYTES + 3 + DESCRIPTOR_HEADER_BYTES + 13;
        if (bytes.length < specific + DESCRIPTOR_HEADER_BYTES || bytes[specific] != DECODER_SPECIFIC_INFO) {
            throw MediaParseException.malformed("an esds of another packager");
        }
        int length = bytes[specific + DESCRIPTOR_HEADER_BYTES - 1] & 0x7F;
        return Payload.copyOf(bytes, specific + DESCRIPTOR_HEADER_BYTES, length);
    }
}
