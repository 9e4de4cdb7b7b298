package dev.sluice.rtmp.amf;

/** Bytes that are not AMF, or AMF beyond the bounds of {@link AmfLimits}. */
public final class AmfException extends Exception {
    private static final long serialVersionUID = 1L;

    public AmfException(String message) {
        super(message);
    }
}
