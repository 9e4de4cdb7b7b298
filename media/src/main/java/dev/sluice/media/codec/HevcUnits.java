package dev.sluice.media.codec;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;

/** The NAL unit header of ITU-T H.265 section 7.3.1.2. */
final class HevcUnits {
    private HevcUnits() {}

    /** @throws MediaParseException malformed, unless the unit is a parameter set of that type in the base layer */
    static void require(Payload unit, int unitType, String name) throws MediaParseException {
        if (unit.sizeBytes() <= NalCodec.HEVC.headerBytes()
                || unit.byteAt(0) < 0
                || NalCodec.HEVC.unitType(unit.byteAt(0)) != unitType) {
            throw MediaParseException.malformed("not an HEVC " + name + " parameter set: " + unit);
        }
        int layer = (unit.byteAt(0) & 1) << 5 | (unit.byteAt(1) & 0xFF) >> 3;
        if (layer != 0) {
            throw MediaParseException.unsupported("HEVC " + name + " parameter set of layer " + layer);
        }
    }
}
