package dev.sluice.ffmpeg.file;

/** @param startUs and {@code endUs}: in the time of the container */
public record ChapterFacts(long startUs, long endUs, String title) {}
