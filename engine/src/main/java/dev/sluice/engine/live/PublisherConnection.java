package dev.sluice.engine.live;

/** The engine's way back to a publishing client. Implemented by each ingest protocol; callable from any thread. */
public interface PublisherConnection {
    /**
     * Tells the client why and closes its connection. Called at most once, after which the publication accepts no more
     * samples. The protocol must not call back into the publication from here.
     */
    void disconnect(EndReason reason, String message);
}
