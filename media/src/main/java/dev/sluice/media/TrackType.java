package dev.sluice.media;

/** The kinds of media track that Sluice carries. */
public enum TrackType {
    VIDEO,
    AUDIO
}
