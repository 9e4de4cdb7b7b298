package dev.sluice.vod.encode;

import dev.sluice.engine.asset.Loudness;
import org.jspecify.annotations.Nullable;

/**
 * What was met while encoding.
 *
 * @param decoded pictures or blocks of sound that came out of the decoder
 * @param encoded pictures that were encoded at the largest size, or frames of sound
 * @param repeated pictures among them that were shown anew at a segment boundary or in place of missing ones
 * @param damaged packets that could not be decoded, pictures with holes, and pictures out of order
 * @param loudness of sound as it was encoded; null for pictures, and for silence
 */
public record EncodeTally(
        long decoded,
        long encoded,
        long repeated,
        long damaged,
        @Nullable Loudness loudness) {}
