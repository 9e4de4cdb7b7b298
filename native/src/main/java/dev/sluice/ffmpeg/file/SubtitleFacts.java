package dev.sluice.ffmpeg.file;

/** @param text whether it is made of characters; else of pictures */
public record SubtitleFacts(StreamFacts stream, boolean text) {}
