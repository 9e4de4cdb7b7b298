package dev.sluice.media.codec;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;

/** Looks into Opus packets (RFC 6716 section 3). Stateless and thread-safe. */
public final class OpusPackets {
    /** No packet lasts longer than 120 ms (requirement R5). */
    public static final int MAX_DURATION_SAMPLES = 5760;

    private static final int[] SILK_SAMPLES = {480, 960, 1920, 2880};
    private static final int[] HYBRID_SAMPLES = {480, 960};
    private static final int[] CELT_SAMPLES = {120, 240, 480, 960};
    private static final int FIRST_HYBRID_CONFIG = 12;
    private static final int FIRST_CELT_CONFIG = 16;

    private OpusPackets() {}

    /**
     * Duration of a packet in samples at 48 kHz, from its table-of-contents byte.
     *
     * @throws MediaParseException malformed, when the packet is empty, has no frames or lasts longer than 120 ms
     */
    public static int durationSamples(Payload packet) throws MediaParseException {
        if (packet.isEmpty()) {
            throw MediaParseException.malformed("empty Opus packet");
        }
        int toc = packet.byteAt(0) & 0xFF;
        int durationSamples = frameSamples(toc >> 3) * frameCount(packet, toc & 3);
        if (durationSamples == 0 || durationSamples > MAX_DURATION_SAMPLES) {
            throw MediaParseException.malformed("Opus packet of " + durationSamples + " samples");
        }
        return durationSamples;
    }

    private static int frameSamples(int config) {
        if (config < FIRST_HYBRID_CONFIG) {
            return SILK_SAMPLES[config & 3];
        }
        return config < FIRST_CELT_CONFIG ? HYBRID_SAMPLES[config & 1] : CELT_SAMPLES[config & 3];
    }

    private static int frameCount(Payload packet, int code) throws MediaParseException {
        if (code < 3) {
            return code == 0 ? 1 : 2;
        }
        if (packet.sizeBytes() < 2) {
            throw MediaParseException.malformed("Opus packet without its frame count");
        }
        return packet.byteAt(1) & 0x3F;
    }
}
