package dev.sluice.engine.port;

/** The audio rendition to encode, AAC-LC. */
public record AudioRung(String name, int bitrateBps, int sampleRateHz, int channelCount) {}
