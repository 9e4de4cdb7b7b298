package dev.sluice.engine.control;

import java.util.concurrent.CompletionStage;

/** What is made of one live stream. Ends by itself after the stream has ended. Safe for threads. */
public interface StreamOutput {
    OutputFigures figures();

    /** Completes, never exceptionally, when everything has been given out and stored or given up. */
    CompletionStage<Void> done();
}
