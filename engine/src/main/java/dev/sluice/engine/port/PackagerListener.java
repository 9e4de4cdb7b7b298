package dev.sluice.engine.port;

/**
 * Receives what a packager makes. Calls are serialised and in the order in which the objects may be published: a
 * playlist never comes before a segment that it names. Must not block.
 */
public interface PackagerListener {
    void onObject(PackagedObject object);

    /** The object has left every playlist that named it, and the time that players may still ask for it has passed. */
    void onExpired(String path);
}
