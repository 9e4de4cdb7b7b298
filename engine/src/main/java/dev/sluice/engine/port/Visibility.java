package dev.sluice.engine.port;

/** Who may find and watch a stream or an asset. */
public enum Visibility {
    PUBLIC,
    UNLISTED,
    PRIVATE
}
