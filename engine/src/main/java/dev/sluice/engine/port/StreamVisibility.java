package dev.sluice.engine.port;

/** Who may find and watch a stream. */
public enum StreamVisibility {
    PUBLIC,
    UNLISTED,
    PRIVATE
}
