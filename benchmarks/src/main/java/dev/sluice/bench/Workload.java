package dev.sluice.bench;

import java.nio.file.Path;

/**
 * What both sides of a ladder measurement are given to do.
 *
 * @param seconds of the source, from its start
 * @param live true to be fed in real time with zero latency settings, false to be done as fast as possible
 */
record Workload(Path source, int seconds, String preset, boolean live) {}
