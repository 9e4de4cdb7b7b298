package dev.sluice.packager;

import dev.sluice.packager.cmaf.Segment;
import dev.sluice.packager.hls.MediaPlaylist;
import dev.sluice.packager.hls.PlaylistSegment;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The segments of one rendition, over all periods, that playlists offer; without their bytes. Guarded by the
 * publisher's lock.
 */
final class RenditionWindow {
    private final String name;
    private final long minOfferedUs;
    private final BitrateMeter meter;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long totalUs;

    /** A segment on offer. */
    record Entry(
            PublishedRendition rendition,
            long number,
            long startTicks,
            long durationTicks,
            long durationUs,
            long endUs,
            PlaylistSegment line) {
        static Entry of(PublishedRendition rendition, Segment segment, Instant timelineStart) {
            long startUs = rendition.track().timescale().toMicros(segment.startTicks());
            long endUs = rendition.track().timescale().toMicros(segment.startTicks() + segment.durationTicks());
            long durationUs = rendition.track().timescale().toMicros(segment.durationTicks());
            PlaylistSegment line = new PlaylistSegment(
                    segment.number() + ".m4s",
                    rendition.initFile(),
                    rendition.period().discontinuity(),
                    timelineStart.plus(startUs, ChronoUnit.MICROS),
                    durationUs,
                    segment.gap());
            return new Entry(
                    rendition,
                    segment.number(),
                    segment.startTicks(),
                    segment.durationTicks(),
                    durationUs,
                    endUs,
                    line);
        }
    }

    /** @param minOfferedUs as long as this stays, the oldest segment goes */
    RenditionWindow(String name, long minOfferedUs, BitrateMeter meter) {
        this.name = name;
        this.minOfferedUs = minOfferedUs;
        this.meter = meter;
    }

    /**
     * Offers a segment. Numbers in a playlist have no holes: after one, the older segments go.
     *
     * @return what is no longer offered, oldest first
     */
    List<Entry> add(Entry entry) {
        List<Entry> gone = new ArrayList<>();
        boolean hole = !entries.isEmpty() && entries.getLast().number() + 1 != entry.number();
        while (hole && !entries.isEmpty()) {
            gone.add(removeFirst());
        }
        entries.addLast(entry);
        totalUs += entry.durationUs();
        while (entries.size() > PresentationSettings.MIN_WINDOW_SEGMENTS
                && totalUs - entries.getFirst().durationUs() >= minOfferedUs) {
            gone.add(removeFirst());
        }
        return gone;
    }

    /** For a rendition that no longer gets segments: takes back what ended before a time. */
    List<Entry> removeBefore(long timeUs) {
        List<Entry> gone = new ArrayList<>();
        while (!entries.isEmpty() && entries.getFirst().endUs() < timeUs) {
            gone.add(removeFirst());
        }
        return gone;
    }

    MediaPlaylist playlist(long targetDurationSeconds, boolean ended) {
        return new MediaPlaylist(
                targetDurationSeconds,
                entries.getFirst().number(),
                entries.stream().map(Entry::line).toList(),
                ended);
    }

    /** What is offered of one period, oldest first. */
    List<Entry> entriesOf(PublishedRendition rendition) {
        return entries.stream().filter(entry -> entry.rendition() == rendition).toList();
    }

    boolean offers(PublishedRendition rendition) {
        return entries.stream().anyMatch(entry -> entry.rendition() == rendition);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    long totalUs() {
        return totalUs;
    }

    String name() {
        return name;
    }

    String playlistPath() {
        return name + "/index.m3u8";
    }

    BitrateMeter meter() {
        return meter;
    }

    private Entry removeFirst() {
        Entry first = entries.removeFirst();
        totalUs -= first.durationUs();
        return first;
    }
}
