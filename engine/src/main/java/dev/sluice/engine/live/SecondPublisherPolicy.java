package dev.sluice.engine.live;

/** What happens when a client publishes with the key of a stream that somebody publishes already. */
public enum SecondPublisherPolicy {
    /** The newer client takes over and the older is disconnected: an encoder that lost its network gets back in. */
    REPLACE,
    /** The newer client is refused. */
    REJECT
}
