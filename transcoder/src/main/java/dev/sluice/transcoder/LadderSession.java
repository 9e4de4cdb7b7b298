package dev.sluice.transcoder;

import dev.sluice.engine.port.TranscodeException;
import dev.sluice.engine.port.TranscodeListener;
import dev.sluice.engine.port.TranscodeSession;
import dev.sluice.engine.port.TranscodeStats;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads and queues of one transcode session, and how they end. */
final class LadderSession implements TranscodeSession {
    private static final Logger LOG = LoggerFactory.getLogger(LadderSession.class);

    /** Where a session stands. Failed and closed sessions discard what comes in. */
    private enum State {
        RUNNING,
        ENDED,
        FAILED,
        CLOSED
    }

    private final String streamId;
    private final TranscodeListener listener;
    private final SessionParts parts;
    private final Duration drainTimeout;
    private final Map<Integer, Input> inputs = new HashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

    private record Input(TrackType type, StageQueue<EncodedSample> samples) {}

    LadderSession(String streamId, TranscodeListener listener, SessionParts parts, Duration drainTimeout) {
        this.streamId = streamId;
        this.listener = listener;
        this.parts = parts;
        this.drainTimeout = drainTimeout;
    }

    /** What the stages give to. */
    TranscodeListener listenerWhileRunning() {
        return new WhileRunning();
    }

    void addInput(Track track, StageQueue<EncodedSample> samples) {
        inputs.put(track.id(), new Input(track.type(), samples));
    }

    void start() {
        for (Stage stage : parts.stages()) {
            threads.add(Thread.ofPlatform()
                    .name("transcode-" + streamId + "-" + stage.name())
                    .daemon()
                    .unstarted(() -> runStage(stage)));
        }
        threads.forEach(Thread::start);
    }

    @Override
    public void onSegmentBoundary(long ptsTicks) {
        if (state.get() == State.RUNNING && parts.hasVideo()) {
            parts.boundaries().declare(ptsTicks);
        }
    }

    @Override
    public void onSample(EncodedSample sample) {
        Input input = inputs.get(sample.trackId());
        if (input == null || state.get() != State.RUNNING) {
            return;
        }
        if (input.type() == TrackType.VIDEO) {
            parts.figures().onVideoSample(sample.ptsTicks());
        }
        input.samples().put(sample);
    }

    @Override
    public void finish() {
        inputs.values().forEach(input -> input.samples().end());
        if (!joinThreads()) {
            fail("drain", new TranscodeException("encoding what was inside took longer than " + drainTimeout));
            return;
        }
        if (state.compareAndSet(State.RUNNING, State.ENDED)) {
            listener.onEnd();
        }
    }

    @Override
    public TranscodeStats stats() {
        return parts.figures().snapshot(parts.memory().bytes());
    }

    @Override
    public void close() {
        if (state.getAndSet(State.CLOSED) == State.CLOSED) {
            return;
        }
        parts.abortQueues();
        threads.stream().filter(thread -> thread != Thread.currentThread()).forEach(Thread::interrupt);
        if (!joinThreads()) {
            LOG.error(
                    "stream {}: transcoder threads did not stop within {}; their memory is lost",
                    streamId,
                    drainTimeout);
        }
        NativeMemory memory = parts.memory();
        if (memory.handles() != 0) {
            LOG.error("stream {}: {} native handles left open", streamId, memory.handles());
        }
    }

    // A thread's edge: whatever goes wrong in a stage ends this session and nothing else.
    @SuppressWarnings("CatchingUnchecked")
    private void runStage(Stage stage) {
        try {
            stage.run();
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            fail(stage.name(), e);
        }
    }

    private void fail(String stageName, Throwable cause) {
        boolean first = state.compareAndSet(State.RUNNING, State.FAILED);
        parts.abortQueues();
        if (first) {
            LOG.warn("stream {}: transcoding failed in {}", streamId, stageName, cause);
            try {
                listener.onFailure(new TranscodeException(stageName + ": " + cause.getMessage(), cause));
            } catch (RuntimeException e) {
                LOG.error("stream {}: the listener failed when it was told of a failure", streamId, e);
            }
        }
    }

    /** Waits for them within the bound, interrupted or not: what they hold is freed by nobody else. */
    private boolean joinThreads() {
        long deadlineNs = System.nanoTime() + drainTimeout.toNanos();
        boolean interrupted = false;
        try {
            for (Thread thread : threads) {
                while (thread != Thread.currentThread() && thread.isAlive()) {
                    Duration left = Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime()));
                    try {
                        if (!thread.join(left)) {
                            return false;
                        }
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Passes on what the stages give, and nothing more once the session has failed or was closed. */
    private final class WhileRunning implements TranscodeListener {
        @Override
        public void onTrack(String rendition, Track track) {
            if (state.get() == State.RUNNING) {
                listener.onTrack(rendition, track);
            }
        }

        @Override
        public void onSample(String rendition, EncodedSample sample) {
            if (state.get() == State.RUNNING) {
                listener.onSample(rendition, sample);
            }
        }

        @Override
        public void onEnd() {
            throw new IllegalStateException("a stage does not end the session");
        }

        @Override
        public void onFailure(TranscodeException failure) {
            throw new IllegalStateException("a stage fails by its exception", failure);
        }
    }
}
