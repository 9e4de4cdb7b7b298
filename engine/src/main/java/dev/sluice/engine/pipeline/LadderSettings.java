package dev.sluice.engine.pipeline;

import java.util.List;

/**
 * The ladder that a source is turned into.
 *
 * @param rungs any order; empty turns transcoding off, and the source is offered as it came
 * @param passthrough true when a source that fits a rung may go through unencoded
 * @param passthroughBitrateMargin how far above a rung's peak bitrate a source may be to pass through, 1.0 for not at
 *     all
 * @param audioBitrateBps of the encoded audio
 * @param audioSampleRateHz of the encoded audio
 * @param audioChannelCount of the encoded audio
 * @param maxPassthroughAudioBps AAC above this is encoded anew
 */
public record LadderSettings(
        List<RungSettings> rungs,
        boolean passthrough,
        double passthroughBitrateMargin,
        int audioBitrateBps,
        int audioSampleRateHz,
        int audioChannelCount,
        int maxPassthroughAudioBps) {
    private static final int MAX_RUNGS = 8;
    private static final double DEFAULT_MARGIN = 1.4;

    public static final LadderSettings DEFAULTS = of(List.of(
            RungSettings.of("1080p", 1080, 5_000_000, 60, "superfast"),
            RungSettings.of("720p", 720, 2_800_000, 60, "superfast"),
            RungSettings.of("480p", 480, 1_400_000, 30, "superfast"),
            RungSettings.of("360p", 360, 800_000, 30, "superfast")));

    /** The source as it came, in any codec, without a transcoder. */
    public static final LadderSettings SOURCE_ONLY = of(List.of());

    public LadderSettings {
        rungs = List.copyOf(rungs);
        if (rungs.size() > MAX_RUNGS) {
            throw new IllegalArgumentException("at most " + MAX_RUNGS + " rungs, not " + rungs.size());
        }
        if (rungs.stream().map(RungSettings::name).distinct().count() != rungs.size()
                || rungs.stream().map(RungSettings::height).distinct().count() != rungs.size()) {
            throw new IllegalArgumentException("rungs need different names and heights");
        }
        if (passthroughBitrateMargin < 1) {
            throw new IllegalArgumentException("passthroughBitrateMargin must be at least 1.0");
        }
        if (audioBitrateBps <= 0 || audioSampleRateHz <= 0 || audioChannelCount <= 0 || maxPassthroughAudioBps < 0) {
            throw new IllegalArgumentException("audio settings must be positive");
        }
    }

    /** These rungs, the defaults for the rest. */
    public static LadderSettings of(List<RungSettings> rungs) {
        return new LadderSettings(rungs, true, DEFAULT_MARGIN, 128_000, 48_000, 2, 320_000);
    }
}
