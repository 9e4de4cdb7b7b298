package dev.sluice.engine.upload;

/** Where an upload is: {@code RECEIVING → COMPLETING → COMPLETED}, or one of the other ends. */
public enum UploadState {
    RECEIVING,
    /** All bytes are there and are being made one object. */
    COMPLETING,
    /** There is the object, and the asset unless it is a part of another upload. */
    COMPLETED,
    /** By its owner. */
    ABORTED,
    /** Nothing came for too long. */
    EXPIRED,
    /** What came is not what was declared, or could not be fetched. */
    FAILED;

    public boolean isFinal() {
        return this != RECEIVING && this != COMPLETING;
    }
}
