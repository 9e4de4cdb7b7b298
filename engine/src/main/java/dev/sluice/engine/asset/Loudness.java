package dev.sluice.engine.asset;

/**
 * How loud a sound track is (EBU R 128), as it was encoded.
 *
 * @param integratedLufs over all of it (ITU-R BS.1770-4, gated)
 * @param truePeakDbtp the highest peak between samples, of any channel
 */
public record Loudness(double integratedLufs, double truePeakDbtp) {}
