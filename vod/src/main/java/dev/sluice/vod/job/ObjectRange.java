package dev.sluice.vod.job;

/** Bytes of an object. */
record ObjectRange(String key, long offsetBytes, int sizeBytes) {}
