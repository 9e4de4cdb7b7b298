package dev.sluice.ffmpeg.codec;

/** The codecs that pictures of files are encoded in. */
public enum VideoCodec {
    H264("H.264"),
    HEVC("HEVC"),
    AV1("AV1");

    private final String label;

    VideoCodec(String label) {
        this.label = label;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }
}
