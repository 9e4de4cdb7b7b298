package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetRendition;
import dev.sluice.engine.asset.Loudness;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.packager.file.TrackFile;
import org.jspecify.annotations.Nullable;

/** Stored track files as the database knows them. */
final class IndexedRenditions {
    private static final int BITS_PER_BYTE = 8;
    private static final double US_PER_SECOND = 1_000_000.0;

    private IndexedRenditions() {}

    /**
     * @param frameRate null for sound
     * @param loudness null when it is not known
     */
    static AssetRendition of(
            String name, TrackFile file, @Nullable Rational frameRate, @Nullable Loudness loudness, long durationUs) {
        long bitrateBps = Math.round(file.sizeBytes() * BITS_PER_BYTE * US_PER_SECOND / durationUs);
        return switch (file.track().codec()) {
            case VideoParameters video -> {
                VideoFormat format = video.format();
                yield new AssetRendition(
                        name,
                        AssetRendition.Media.VIDEO,
                        file.uri(),
                        video.codecString(),
                        bitrateBps,
                        file.sizeBytes(),
                        format.displayWidth(),
                        format.height(),
                        frameRate == null ? null : frameRate.numerator() / (double) frameRate.denominator(),
                        /* channels= */ null,
                        /* language= */ null,
                        /* loudness= */ null);
            }
            case AudioParameters audio ->
                new AssetRendition(
                        name,
                        AssetRendition.Media.AUDIO,
                        file.uri(),
                        audio.codecString(),
                        bitrateBps,
                        file.sizeBytes(),
                        /* width= */ null,
                        /* height= */ null,
                        /* frameRate= */ null,
                        audio.channelCount(),
                        file.bcp47Language(),
                        loudness);
        };
    }
}
