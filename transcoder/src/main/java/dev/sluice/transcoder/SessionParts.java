package dev.sluice.transcoder;

import dev.sluice.ffmpeg.NativeMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session is made of: its stages in the order of the flow, its queues, and what they share.
 *
 * @param memory the session's account of native memory
 */
record SessionParts(
        Boundaries boundaries,
        SessionFigures figures,
        NativeMemory memory,
        List<Stage> stages,
        List<StageQueue<?>> queues,
        boolean hasVideo) {
    static SessionParts empty(SessionFigures figures, NativeMemory memory, boolean hasVideo) {
        return new SessionParts(new Boundaries(), figures, memory, new ArrayList<>(), new ArrayList<>(), hasVideo);
    }

    void abortQueues() {
        queues.forEach(StageQueue::abort);
    }
}
