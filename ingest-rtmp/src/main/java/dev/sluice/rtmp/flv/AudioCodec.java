package dev.sluice.rtmp.flv;

import java.util.Optional;

/** The audio codecs that this server takes. */
public enum AudioCodec {
    AAC("mp4a"),
    OPUS("Opus");

    private final String fourCcText;
    private final int fourCc;

    AudioCodec(String fourCcText) {
        this.fourCcText = fourCcText;
        this.fourCc = FourCc.of(fourCcText);
    }

    public String fourCcText() {
        return fourCcText;
    }

    static Optional<AudioCodec> ofFourCc(int code) {
        for (AudioCodec codec : values()) {
            if (codec.fourCc == code) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }
}
