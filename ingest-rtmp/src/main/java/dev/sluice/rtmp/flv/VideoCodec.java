package dev.sluice.rtmp.flv;

import java.util.Optional;

/** The video codecs that this server takes. */
public enum VideoCodec {
    AVC("avc1"),
    HEVC("hvc1"),
    AV1("av01"),
    VP9("vp09");

    private final String fourCcText;
    private final int fourCc;

    VideoCodec(String fourCcText) {
        this.fourCcText = fourCcText;
        this.fourCc = FourCc.of(fourCcText);
    }

    public String fourCcText() {
        return fourCcText;
    }

    static Optional<VideoCodec> ofFourCc(int code) {
        for (VideoCodec codec : values()) {
            if (codec.fourCc == code) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }
}
