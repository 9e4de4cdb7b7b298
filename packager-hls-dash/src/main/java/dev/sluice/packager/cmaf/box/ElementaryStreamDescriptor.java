package dev.sluice.packager.cmaf.box;

import dev.sluice.media.io.Payload;

/** esds with its descriptors (ISO/IEC 14496-14 section 6.7.2, ISO/IEC 14496-1 section 7.2.6). */
final class ElementaryStreamDescriptor {
    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC_INFO = 5;
    private static final int SL_CONFIG = 6;
    private static final int OBJECT_TYPE_AAC = 0x40;
    private static final int STREAM_TYPE_AUDIO = 0x15;
    private static final int SL_PREDEFINED_MP4 = 2;

    private ElementaryStreamDescriptor() {}

    static byte[] esds(Payload audioSpecificConfig) {
        byte[] specific = descriptor(DECODER_SPECIFIC_INFO, audioSpecificConfig.toByteArray());
        byte[] config = descriptor(
                DECODER_CONFIG,
                new BoxWriter(13 + specific.length)
                        .u8(OBJECT_TYPE_AAC)
                        .u8(STREAM_TYPE_AUDIO)
                        .u24(0)
                        .u32(0)
                        .u32(0)
                        .raw(specific)
                        .finish());
        byte[] syncLayer = descriptor(SL_CONFIG, new byte[] {SL_PREDEFINED_MP4});
        byte[] stream = descriptor(
                ES_DESCRIPTOR,
                new BoxWriter(3 + config.length + syncLayer.length)
                        .u16(0)
                        .u8(0)
                        .raw(config)
                        .raw(syncLayer)
                        .finish());
        return Boxes.fullBox("esds", 0, 0, out -> out.raw(stream));
    }

    /** Tag, a length in groups of 7 bits (4 bytes, the form that every reader knows), body. */
    private static byte[] descriptor(int tag, byte[] body) {
        int length = body.length;
        return new BoxWriter(5 + length)
                .u8(tag)
                .u8(0x80 | (length >>> 21))
                .u8(0x80 | ((length >>> 14) & 0x7F))
                .u8(0x80 | ((length >>> 7) & 0x7F))
                .u8(length & 0x7F)
                .raw(body)
                .finish();
    }
}
