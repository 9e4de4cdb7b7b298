package dev.sluice.ffmpeg.codec;

/**
 * How sample values become colours, in the code points of ITU-T H.273; 2 is "unspecified".
 *
 * @param fullRange true when 8-bit luma goes from 0 to 255 instead of 16 to 235
 * @param chromaLocation where chroma samples sit, one more than H.273's ChromaLocType; 0 when unspecified
 */
public record VideoColour(int primaries, int transfer, int matrix, boolean fullRange, int chromaLocation) {
    public static final VideoColour UNSPECIFIED = new VideoColour(2, 2, 2, false, 0);
}
