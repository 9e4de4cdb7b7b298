package dev.sluice.engine.live;

/** Where a live stream is in its life. Changed in one method of {@code LiveStream}, nowhere else. */
public enum StreamState {
    /** Known, nobody publishes yet. */
    CREATED,
    /** A publisher was accepted; no sample has come yet. */
    CONNECTING,
    /** Samples flow. */
    LIVE,
    /** The publisher went away without saying goodbye; viewers are kept until the grace time is over. */
    RECONNECTING,
    /** Over. Outputs are closed. */
    ENDED
}
