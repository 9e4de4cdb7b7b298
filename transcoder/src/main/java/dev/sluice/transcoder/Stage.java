package dev.sluice.transcoder;

import dev.sluice.ffmpeg.FfmpegException;

/** The work of one named thread of a session: runs until its input ends or is aborted, then frees what it owns. */
interface Stage {
    /** Fit for a thread name. */
    String name();

    /** @throws FfmpegException when the session cannot go on */
    void run() throws FfmpegException;

    /** Frees what the stage was given, when it is never run. */
    void discard();
}
