package dev.sluice.rtmp.amf;

/** Bounds on values from the network. What encoders send stays far below all of them. */
public final class AmfLimits {
    /** Objects and arrays inside each other. */
    public static final int MAX_DEPTH = 32;
    /** Values in one message, containers included. */
    public static final int MAX_NODES = 10_000;

    public static final int MAX_STRING_BYTES = 64 << 10;

    private AmfLimits() {}
}
