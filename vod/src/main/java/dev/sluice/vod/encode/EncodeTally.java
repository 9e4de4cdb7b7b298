package dev.sluice.vod.encode;

/**
 * What was met while encoding.
 *
 * @param decoded pictures or blocks of sound that came out of the decoder
 * @param encoded pictures that were encoded at the largest size, or frames of sound
 * @param repeated pictures among them that were shown anew at a segment boundary or in place of missing ones
 * @param damaged packets that could not be decoded, pictures with holes, and pictures out of order
 */
public record EncodeTally(long decoded, long encoded, long repeated, long damaged) {}
