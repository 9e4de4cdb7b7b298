package dev.sluice.engine.live;

/** Why a publication or a stream ended. */
public enum EndReason {
    /** The publisher said so (FCUnpublish, deleteStream, DELETE of a WHIP session). */
    PUBLISHER_LEFT,
    /** The connection broke. */
    CONNECTION_LOST,
    /** Nothing came for longer than the idle time. */
    IDLE_TIMEOUT,
    /** The publisher sent something that cannot be used. */
    BAD_MEDIA,
    /** A newer publisher took the stream over. */
    REPLACED,
    /** Its stream key was changed. */
    DISMISSED,
    /** Stopped through the control API. */
    STOPPED,
    /** The server is shutting down. */
    SHUTDOWN,
    /** A defect or a lost dependency on our side. */
    FAILED;

    /** True when the publisher may come back within the grace time and viewers should be kept. */
    public boolean mayReconnect() {
        return switch (this) {
            case CONNECTION_LOST, IDLE_TIMEOUT, REPLACED, DISMISSED -> true;
            case PUBLISHER_LEFT, BAD_MEDIA, STOPPED, SHUTDOWN, FAILED -> false;
        };
    }
}
