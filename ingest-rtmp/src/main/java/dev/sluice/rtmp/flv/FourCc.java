package dev.sluice.rtmp.flv;

/** Four-character codes of Enhanced RTMP v2, as big-endian numbers, and the codecs behind them. */
public final class FourCc {
    static final int AVC1 = of("avc1");
    static final int HVC1 = of("hvc1");
    static final int AV01 = of("av01");
    static final int VP09 = of("vp09");
    static final int MP4A = of("mp4a");
    static final int OPUS = of("Opus");

    private FourCc() {}

    static int of(String code) {
        return code.charAt(0) << 24 | code.charAt(1) << 16 | code.charAt(2) << 8 | code.charAt(3);
    }

    /** The code as text fit for logs: what is not a printable character becomes a question mark. */
    static String text(int code) {
        StringBuilder text = new StringBuilder(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            int character = code >> shift & 0xFF;
            text.append(character >= 0x20 && character < 0x7F ? (char) character : '?');
        }
        return text.toString();
    }

    /** True for the codecs whose coded frames begin with a composition time. */
    static boolean hasCompositionTime(int code) {
        return code == AVC1 || code == HVC1;
    }
}
