package dev.sluice.rtmp.session;

import static dev.sluice.rtmp.Wire.ascii;
import static dev.sluice.rtmp.Wire.bytes;
import static dev.sluice.rtmp.Wire.join;
import static dev.sluice.rtmp.Wire.record;
import static dev.sluice.rtmp.Wire.uint24;
import static dev.sluice.rtmp.Wire.uint32;

/** Audio and video tags as encoders send them. */
final class Media {
    private Media() {}

    static byte[] aacHeader() {
        return join(bytes(0xAF, 0), record("aac_lc.asc"));
    }

    static byte[] aacFrame() {
        return bytes(0xAF, 1, 0x21, 0x10, 0x05);
    }

    static byte[] avcHeader() {
        return avcHeader("avc_high_1080p2997.avcC");
    }

    static byte[] avcHeader(String name) {
        return join(bytes(0x17, 0, 0, 0, 0), record(name));
    }

    static byte[] avcKeyFrame(int compositionTimeMs) {
        return join(bytes(0x17, 1), uint24(compositionTimeMs), avcUnit(0x65));
    }

    static byte[] avcInterFrame(int compositionTimeMs) {
        return join(bytes(0x27, 1), uint24(compositionTimeMs), avcUnit(0x41));
    }

    /** A NAL unit behind its length. */
    static byte[] avcUnit(int header) {
        return join(uint32(4), bytes(header, 0x88, 0x84, 0x21));
    }

    static byte[] withLength(byte[] unit) {
        return join(uint32(unit.length), unit);
    }

    static byte[] enhancedVideo(int firstByte, String fourCc, byte[] data) {
        return join(bytes(firstByte), ascii(fourCc), data);
    }

    static byte[] vp9Header() {
        return enhancedVideo(0x90, "vp09", record("vp9_640x360.vpcC"));
    }
}
