package dev.sluice.engine.asset;

import org.jspecify.annotations.Nullable;

/**
 * One rendition of a ready asset: a file of its own, which plays alone and through the manifests.
 *
 * @param name unique within the asset: {@code 1080p}, {@code audio-en}
 * @param objectName of the file, beneath the asset's prefix
 * @param codecs RFC 6381
 * @param bitrateBps average over the file
 * @param language BCP 47; null when not known
 * @param loudness of sound; null for pictures, and for silence
 */
public record AssetRendition(
        String name,
        Media media,
        String objectName,
        String codecs,
        long bitrateBps,
        long sizeBytes,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Double frameRate,
        @Nullable Integer channels,
        @Nullable String language,
        @Nullable Loudness loudness) {
    /** What a rendition holds. */
    public enum Media {
        VIDEO,
        AUDIO
    }
}
