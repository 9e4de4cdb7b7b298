package dev.sluice.engine.live;

/** What moves a live stream from one {@link StreamState} to the next. */
enum StreamEvent {
    /** A publisher was accepted, the first one or one that replaces another. */
    PUBLISHER_CAME,
    /** The publisher's first sample. */
    MEDIA_CAME,
    /** The publisher was lost, and viewers have media to wait for more of. */
    PUBLISHER_LOST,
    /** The publisher was lost before the stream had any media. */
    PUBLISHER_GAVE_UP,
    /** The end, whatever the reason. */
    END
}
