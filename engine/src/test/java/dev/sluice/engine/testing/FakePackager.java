package dev.sluice.engine.testing;

import dev.sluice.engine.port.Packager;
import dev.sluice.engine.port.PackagerListener;
import dev.sluice.engine.port.PackagerSession;
import dev.sluice.engine.port.PackagerStats;
import dev.sluice.engine.port.PresentationSettings;
import dev.sluice.engine.port.RenditionPlan;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A packager that writes down what it is told and makes nothing by itself. Safe for threads. */
public final class FakePackager implements Packager {
    private final List<Session> sessions = new ArrayList<>();
    private volatile @Nullable RuntimeException periodDefect;

    /** Periods cannot be started from now on. */
    public void failPeriods(RuntimeException defect) {
        periodDefect = defect;
    }

    @Override
    public synchronized PackagerSession open(PresentationSettings settings, PackagerListener listener) {
        Session session = new Session(settings, listener);
        sessions.add(session);
        return session;
    }

    public synchronized List<Session> sessions() {
        return List.copyOf(sessions);
    }

    /** The only session there is. */
    public synchronized Session session() {
        if (sessions.size() != 1) {
            throw new AssertionError(sessions.size() + " sessions");
        }
        return sessions.getFirst();
    }

    /** One presentation. */
    public final class Session implements PackagerSession {
        public final PresentationSettings settings;
        public final PackagerListener listener;
        private final List<String> calls = new ArrayList<>();
        private final List<Long> boundaries = new ArrayList<>();
        private final Map<String, List<EncodedSample>> samples = new LinkedHashMap<>();

        private Session(PresentationSettings settings, PackagerListener listener) {
            this.settings = settings;
            this.listener = listener;
        }

        /** Everything but samples, boundaries and watermarks. */
        public synchronized List<String> calls() {
            return List.copyOf(calls);
        }

        public synchronized List<Long> boundaries() {
            return List.copyOf(boundaries);
        }

        public synchronized List<EncodedSample> samples(String rendition) {
            return List.copyOf(Optional.ofNullable(samples.get(rendition)).orElse(List.of()));
        }

        @Override
        public synchronized void startPeriod(List<RenditionPlan> renditions, long startPtsTicks) {
            RuntimeException defect = periodDefect;
            if (defect != null) {
                throw defect;
            }
            calls.add("period " + renditions.stream().map(RenditionPlan::name).toList() + " at " + startPtsTicks);
        }

        @Override
        public synchronized void onSegmentBoundary(long ptsTicks) {
            boundaries.add(ptsTicks);
        }

        @Override
        public void onWatermark(long ptsTicks) {
            // Judged where it is made, in SegmentBoundaries.
        }

        @Override
        public synchronized void onTrack(String rendition, Track track) {
            calls.add("track " + rendition);
        }

        @Override
        public synchronized void onSample(String rendition, EncodedSample sample) {
            samples.computeIfAbsent(rendition, name -> new ArrayList<>()).add(sample);
        }

        @Override
        public synchronized void endPeriod() {
            calls.add("end period");
        }

        @Override
        public synchronized void finish() {
            calls.add("finish");
        }

        @Override
        public PackagerStats stats() {
            return new PackagerStats(7, 1, 0);
        }
    }
}
