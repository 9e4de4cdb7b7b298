package dev.sluice.vod.testing;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.vod.encode.SegmentSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps all that an encoder gives; for any thread. */
public final class RecordingSink implements SegmentSink {
    /** One segment of one rendition. */
    public record Segment(long startTicks, long endTicks, List<EncodedSample> samples) {}

    private final Map<String, Map<Integer, Segment>> segments = new TreeMap<>();
    private final Map<String, Track> tracks = new TreeMap<>();
    private boolean tracksDiffer;

    @Override
    public synchronized void onTrack(String rendition, Track track) {
        @Nullable Track known = tracks.putIfAbsent(rendition, track);
        tracksDiffer |= known != null && !known.equals(track);
    }

    @Override
    public synchronized void onSegment(
            String rendition, int segmentIndex, long startTicks, long endTicks, List<EncodedSample> samples) {
        Segment segment = new Segment(startTicks, endTicks, List.copyOf(samples));
        if (segments.computeIfAbsent(rendition, name -> new TreeMap<>()).put(segmentIndex, segment) != null) {
            throw new IllegalStateException("segment " + segmentIndex + " of " + rendition + " came twice");
        }
    }

    /** By rendition and index. */
    public synchronized Map<String, Map<Integer, Segment>> segments() {
        return segments;
    }

    public synchronized Map<String, Track> tracks() {
        return tracks;
    }

    public synchronized boolean tracksDiffer() {
        return tracksDiffer;
    }

    /** All samples of a rendition, in decode order. */
    public synchronized List<EncodedSample> samples(String rendition) {
        List<EncodedSample> all = new ArrayList<>();
        segments.getOrDefault(rendition, Map.of()).values().forEach(segment -> all.addAll(segment.samples()));
        return all;
    }
}
