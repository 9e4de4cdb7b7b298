package dev.sluice.media.codec;

import dev.sluice.media.io.BitReader;
import dev.sluice.media.io.Payload;

/** The raw byte sequence payload of a NAL unit: emulation prevention bytes removed (ITU-T H.264 section 7.4.1). */
final class Rbsp {
    private Rbsp() {}

    /** The bits after the NAL unit header, trailing bits included. */
    static BitReader bits(Payload unit, int headerBytes) {
        byte[] raw = unit.toByteArray();
        int written = 0;
        int zeros = 0;
        for (int i = Math.min(headerBytes, raw.length); i < raw.length; i++) {
            if (zeros >= 2 && raw[i] == 3) {
                zeros = 0;
                continue;
            }
            zeros = raw[i] == 0 ? zeros + 1 : 0;
            raw[written++] = raw[i];
        }
        return BitReader.of(raw, 0, written);
    }
}
