package dev.sluice.engine.port;

/**
 * Short texts from node to node, for what need not be kept: they reach the nodes that listen now, in order. A node does
 * not hear its own. Safe for threads.
 */
public interface NodeSignals {
    /** What fits, topic included, in UTF-8. */
    int MAX_BYTES = 7_000;

    /**
     * Blocks.
     *
     * @param topic a word
     * @throws RepositoryException when it cannot be sent
     * @throws IllegalArgumentException when it is too long
     */
    void send(String topic, String text);

    /** Hears all topics from now on, until the end of the server. */
    void listen(Listener listener);

    /** Called on the signals' own thread; must not block for long. */
    interface Listener {
        void onSignal(String topic, String text);

        /** The listening begins, or begins again after it was lost: what was sent before may have been missed. */
        void onConnected();
    }
}
