package dev.sluice.engine.testing;

import dev.sluice.engine.port.TranscodeException;
import dev.sluice.engine.port.TranscodeListener;
import dev.sluice.engine.port.TranscodePlan;
import dev.sluice.engine.port.TranscodeSession;
import dev.sluice.engine.port.TranscodeStats;
import dev.sluice.engine.port.Transcoder;
import dev.sluice.engine.port.VideoRung;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transcoder whose renditions are its source, unchanged. For one thread. */
public final class FakeTranscoder implements Transcoder {
    public final List<Session> sessions = new ArrayList<>();
    private int refusals;
    private @Nullable RuntimeException finishDefect;

    /** The next starts fail. */
    public void refuseStarts(int count) {
        refusals = count;
    }

    /** Sessions throw this when they are finished. */
    public void failToFinish(RuntimeException defect) {
        finishDefect = defect;
    }

    public Session last() {
        return sessions.getLast();
    }

    @Override
    public TranscodeSession start(TranscodePlan plan, TranscodeListener listener) throws TranscodeException {
        if (refusals > 0) {
            refusals--;
            throw new TranscodeException("no encoder");
        }
        Session session = new Session(plan, listener);
        sessions.add(session);
        return session;
    }

    /** One run; what it was given is open to the test. */
    public final class Session implements TranscodeSession {
        public final TranscodePlan plan;
        public final List<Long> boundaries = new ArrayList<>();
        public int samples;
        public boolean finished;
        public int closed;
        private final TranscodeListener listener;
        private final Set<String> announced = new HashSet<>();

        private Session(TranscodePlan plan, TranscodeListener listener) {
            this.plan = plan;
            this.listener = listener;
        }

        /** Tells the listener that this session is broken. */
        public void breakDown() {
            listener.onFailure(new TranscodeException("the worker died"));
        }

        @Override
        public void onSegmentBoundary(long ptsTicks) {
            boundaries.add(ptsTicks);
        }

        @Override
        public void onSample(EncodedSample sample) {
            samples++;
            for (Track track : plan.tracks()) {
                if (track.id() == sample.trackId()) {
                    give(track, sample);
                }
            }
        }

        private void give(Track track, EncodedSample sample) {
            List<String> renditions = track.id() == Track.VIDEO_ID
                    ? plan.videoRungs().stream().map(VideoRung::name).toList()
                    : plan.audioRung().map(rung -> List.of(rung.name())).orElse(List.of());
            for (String rendition : renditions) {
                if (announced.add(rendition)) {
                    listener.onTrack(rendition, track);
                }
                listener.onSample(rendition, sample);
            }
        }

        @Override
        public void finish() {
            finished = true;
            if (finishDefect != null) {
                throw finishDefect;
            }
            listener.onEnd();
        }

        @Override
        public TranscodeStats stats() {
            return new TranscodeStats(samples, 2, 1, 40_000, 0, Map.of(), Map.of("720p", "libx264"));
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
