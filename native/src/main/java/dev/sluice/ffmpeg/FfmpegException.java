package dev.sluice.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_ERROR_MAX_STRING_SIZE;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;

/** A call into FFmpeg failed. The message says what was tried and gives FFmpeg's own text for the error code. */
public final class FfmpegException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int errorCode;

    public FfmpegException(String message) {
        super(message);
        this.errorCode = 0;
    }

    public FfmpegException(String attempt, int errorCode) {
        super(attempt + ": " + describe(errorCode));
        this.errorCode = errorCode;
    }

    /** FFmpeg's negative error code, or zero when the refusal is Sluice's own. */
    public int errorCode() {
        return errorCode;
    }

    /** Gives {@code result} back when it is not an error code. */
    public static int check(int result, String attempt) throws FfmpegException {
        if (result < 0) {
            throw new FfmpegException(attempt, result);
        }
        return result;
    }

    private static String describe(int errorCode) {
        byte[] text = new byte[AV_ERROR_MAX_STRING_SIZE];
        if (av_strerror(errorCode, text, text.length) < 0) {
            return "error " + errorCode;
        }
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8) + " (" + errorCode + ")";
    }
}
