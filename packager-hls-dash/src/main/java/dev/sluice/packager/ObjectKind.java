package dev.sluice.packager;

/** What kind of file. The bytes of init segments and segments never change under their path. */
public enum ObjectKind {
    INIT_SEGMENT,
    SEGMENT,
    HLS_PLAYLIST,
    DASH_MANIFEST
}
