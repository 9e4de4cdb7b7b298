package dev.sluice.engine.asset;

/** Where an asset stands. Only a ready one plays; a retry makes a failed one process again. */
public enum AssetStatus {
    PROCESSING,
    READY,
    FAILED
}
