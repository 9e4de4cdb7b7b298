package dev.sluice.server.adapter;

import dev.sluice.engine.port.TranscodeException;
import dev.sluice.engine.port.TranscodeListener;
import dev.sluice.engine.port.TranscodePlan;
import dev.sluice.engine.port.TranscodeSession;
import dev.sluice.engine.port.TranscodeStats;
import dev.sluice.engine.port.Transcoder;
import dev.sluice.media.EncodedSample;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** A transcoder that runs at most so many sessions at one time and refuses more. Safe for any thread. */
public final class BoundedTranscoder implements Transcoder {
    private final Transcoder transcoder;
    private final int maxSessions;
    private final Semaphore places;

    public BoundedTranscoder(Transcoder transcoder, int maxSessions) {
        this.transcoder = transcoder;
        this.maxSessions = maxSessions;
        this.places = new Semaphore(maxSessions);
    }

    /** Sessions that run now. */
    public int openSessions() {
        return maxSessions - places.availablePermits();
    }

    @Override
    public TranscodeSession start(TranscodePlan plan, TranscodeListener listener) throws TranscodeException {
        if (!places.tryAcquire()) {
            throw new TranscodeException(
                    "all " + maxSessions + " transcoder sessions (transcoder.max-sessions) are taken");
        }
        boolean started = false;
        try {
            TranscodeSession session = new Session(transcoder.start(plan, listener), places);
            started = true;
            return session;
        } finally {
            if (!started) {
                places.release();
            }
        }
    }

    /** Gives its place back when closed. */
    private static final class Session implements TranscodeSession {
        private final TranscodeSession session;
        private final Semaphore places;
        private final AtomicBoolean closed = new AtomicBoolean();

        Session(TranscodeSession session, Semaphore places) {
            this.session = session;
            this.places = places;
        }

        @Override
        public void onSegmentBoundary(long ptsTicks) {
            session.onSegmentBoundary(ptsTicks);
        }

        @Override
        public void onSample(EncodedSample sample) {
            session.onSample(sample);
        }

        @Override
        public void finish() {
            session.finish();
        }

        @Override
        public TranscodeStats stats() {
            return session.stats();
        }

        @Override
        public void close() {
            try {
                session.close();
            } finally {
                if (!closed.getAndSet(true)) {
                    places.release();
                }
            }
        }
    }
}
