package dev.sluice.ffmpeg.file;

/**
 * What a file says of a subtitle stream.
 *
 * @param text whether it is made of characters; else of pictures
 * @param captions whether it is for those who hear nothing
 */
public record SubtitleFacts(StreamFacts stream, boolean text, boolean captions) {}
