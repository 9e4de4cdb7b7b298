package dev.sluice.engine.upload;

/** What an upload is to others, in the words of tus: its concatenation. */
public enum UploadRole {
    /** A file of its own. */
    WHOLE,
    /** One of those that a final upload joins; never an asset itself. */
    PARTIAL,
    /** Joins others. */
    FINAL
}
