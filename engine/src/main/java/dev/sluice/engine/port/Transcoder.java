package dev.sluice.engine.port;

/** Turns encoded samples into encoded samples of other renditions: in this process, a worker process or elsewhere. */
public interface Transcoder {
    /**
     * Starts a session. The caller owns it and must close it.
     *
     * @throws TranscodeException when no decoder or encoder fits the plan
     */
    TranscodeSession start(TranscodePlan plan, TranscodeListener listener) throws TranscodeException;
}
