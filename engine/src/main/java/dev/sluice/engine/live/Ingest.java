package dev.sluice.engine.live;

import java.util.concurrent.CompletionStage;

/** The door through which every ingest protocol (RTMP, later WHIP and SRT) brings a publisher in. */
public interface Ingest {
    /**
     * Asks to publish. Never blocks; the answer may complete on any thread and always completes within the
     * authorisation time-out. No media may be accepted from the client before the answer is
     * {@link PublishAnswer.Accepted}.
     */
    CompletionStage<PublishAnswer> publish(PublishRequest request);
}
