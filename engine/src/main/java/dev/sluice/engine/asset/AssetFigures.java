package dev.sluice.engine.asset;

/**
 * How an asset is received.
 *
 * @param watchSeconds of all viewers together
 * @param completions views that went to the end
 */
public record AssetFigures(long views, long likes, long watchSeconds, long completions) {}
