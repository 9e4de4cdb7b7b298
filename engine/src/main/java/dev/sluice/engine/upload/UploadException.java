package dev.sluice.engine.upload;

/** An upload cannot be done as it was asked for. The message is for whoever asked. */
public final class UploadException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal it is. */
    public enum Problem {
        /** What was sent or declared is not valid. */
        INVALID,
        NOT_FOUND,
        /** It was there and has ended. */
        GONE,
        /** The upload's state does not allow it. */
        CONFLICT,
        /** Larger than what is allowed or was declared. */
        TOO_LARGE,
        /** Of uploads, or of their bytes. */
        QUOTA,
        CHECKSUM_MISMATCH,
        /** Another request is at it, or the node has no room for it now: the same again may succeed. */
        BUSY,
        /** The sender stopped in the middle. */
        CUT_OFF
    }

    private final Problem problem;
    private final String code;

    /** @param code stable, for programs */
    public UploadException(Problem problem, String code, String message) {
        super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.problem = problem;
        this.code = code;
    }

    public static UploadException notFound() {
        return new UploadException(Problem.NOT_FOUND, "resource_not_found", "Upload not found.");
    }

    public static UploadException invalid(String message) {
        return new UploadException(Problem.INVALID, "invalid_request", message);
    }

    public static UploadException cutOff() {
        return new UploadException(Problem.CUT_OFF, "incomplete_body", "The body ended before all of it had come.");
    }

    public static UploadException tooLarge(long limitBytes) {
        return new UploadException(
                Problem.TOO_LARGE, "payload_too_large", "There is more than " + limitBytes + " bytes.");
    }

    /** Of all open uploads of an owner. */
    public static UploadException tooManyBytes(long limitBytes) {
        return new UploadException(
                Problem.QUOTA, "upload_quota_exceeded", "Open uploads may have " + limitBytes + " bytes together.");
    }

    public static UploadException busy() {
        return new UploadException(Problem.BUSY, "upload_busy", "Another request is at this upload.");
    }

    /** Of an upload that takes nothing any more, by its state. */
    public static UploadException ended(UploadState state) {
        return switch (state) {
            case COMPLETING, COMPLETED ->
                new UploadException(Problem.CONFLICT, "upload_completed", "The upload is complete.");
            case FAILED -> new UploadException(Problem.CONFLICT, "upload_failed", "The upload has failed.");
            case ABORTED, EXPIRED, RECEIVING ->
                new UploadException(Problem.GONE, "upload_gone", "The upload was ended.");
        };
    }

    public Problem problem() {
        return problem;
    }

    public String code() {
        return code;
    }
}
