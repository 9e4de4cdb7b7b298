package dev.sluice.ffmpeg.file;

/**
 * What a file says of an audio stream.
 *
 * @param channelLayout FFmpeg's words for it, such as {@code 5.1(side)}
 */
public record AudioFacts(StreamFacts stream, int sampleRateHz, int channelCount, String channelLayout) {}
