package dev.sluice.ffmpeg.file;

import org.jspecify.annotations.Nullable;

/**
 * What every stream of a file has.
 *
 * @param index in the file
 * @param codec FFmpeg's name of the codec, such as {@code h264}
 * @param profile of the codec, such as {@code High}, when known
 * @param decodable whether an allowed decoder knows the codec
 * @param language as the file says it, mostly ISO 639-2, null when it does not
 * @param isDefault chosen by players that are told nothing
 * @param forced shown even when nobody asked (subtitles of foreign speech)
 * @param startUs presentation time of the first sample, null when unknown
 * @param durationUs null when unknown
 * @param bitrateBps zero when unknown
 */
public record StreamFacts(
        int index,
        String codec,
        @Nullable String profile,
        boolean decodable,
        @Nullable String language,
        @Nullable String title,
        boolean isDefault,
        boolean forced,
        @Nullable Long startUs,
        @Nullable Long durationUs,
        long bitrateBps) {}
