package dev.sluice.ffmpeg.codec;

/** How brightness is coded. */
public enum DynamicRange {
    STANDARD,
    /** SMPTE ST 2084, as in HDR10 and Dolby Vision. */
    PQ,
    /** ARIB STD-B67. */
    HLG
}
