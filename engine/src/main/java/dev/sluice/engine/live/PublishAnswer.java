package dev.sluice.engine.live;

/** The engine's answer to a {@link PublishRequest}. */
public sealed interface PublishAnswer {
    /** The client may send media into the publication, which it owns from now on and must end. */
    record Accepted(Publication publication) implements PublishAnswer {}

    /** The client must be told the message and disconnected. The message never says whether a key exists. */
    record Refused(Refusal refusal, String message) implements PublishAnswer {}

    /** Why publishing was refused. */
    enum Refusal {
        UNKNOWN_KEY,
        STREAM_ENDED,
        ALREADY_PUBLISHING,
        UNAVAILABLE
    }
}
