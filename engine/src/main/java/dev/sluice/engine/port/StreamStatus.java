package dev.sluice.engine.port;

/** The status of a stream as the control API shows it and the database keeps it. */
public enum StreamStatus {
    SCHEDULED,
    LIVE,
    ENDED
}
