package dev.sluice.vod.job;

import java.util.Locale;

/** How steps are called; results of earlier steps are found by these names. */
final class StepNames {
    static final String PROBE = "probe";
    static final String PLAN = "plan";
    static final String PICTURES = "pictures";
    static final String SUBTITLES = "subtitles";
    static final String PACKAGE = "package";
    static final String PUBLISH = "publish";
    static final String RECORDING = "recording";
    static final String CLIP = "clip";
    static final String PUBLISH_COPY = "publish-copy";

    static final int PLAN_STAGE = 1;
    static final int ENCODE_STAGE = 2;
    static final int PACKAGE_STAGE = 3;
    static final int PUBLISH_STAGE = 4;

    private static final String PIECE = "piece-";
    private static final String AUDIO = "audio-";

    private StepNames() {}

    static String piece(int index) {
        return PIECE + String.format(Locale.ROOT, "%05d", index);
    }

    static String audio(int index) {
        return AUDIO + String.format(Locale.ROOT, "%02d", index);
    }

    static boolean isPiece(String name) {
        return name.startsWith(PIECE);
    }

    static boolean isAudio(String name) {
        return name.startsWith(AUDIO);
    }

    static int indexOf(String name) {
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }
}
