package dev.sluice.vod.sound;

import dev.sluice.engine.asset.Loudness;

/** How much a track is made louder or softer to have a wanted loudness: one factor over all of it. */
public final class LoudnessGain {
    /** EBU R 128 allows this much; above it, decoders of lossy codecs clip. */
    public static final double MAX_TRUE_PEAK_DBTP = -1;

    private static final double MAX_GAIN_DB = 30;

    private LoudnessGain() {}

    /** The linear factor: as far as the target as the true peak allows, which is never raised above the limit. */
    public static double factor(Loudness measured, double targetLufs) {
        double wantedDb = Math.min(MAX_GAIN_DB, targetLufs - measured.integratedLufs());
        double allowedDb = Math.min(wantedDb, MAX_TRUE_PEAK_DBTP - measured.truePeakDbtp());
        return Math.pow(10, allowedDb / 20);
    }
}
