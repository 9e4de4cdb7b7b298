package dev.sluice.vod.job;

import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.StoredSegment.Facts;
import dev.sluice.vod.job.CopyPlan.CopiedFile;
import dev.sluice.vod.job.CopyPlan.CopiedSegment;
import dev.sluice.vod.publish.TrackText;
import dev.sluice.vod.source.RefusedSourceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the segments of a recording on one timeline that begins at zero and has no holes. One use, one thread. */
final class RecordingPlanner {
    private static final int NTSC_DENOMINATOR = 1001;
    private static final int NTSC_NUMERATOR = 1000;
    private static final double FRAME_RATE_TOLERANCE = 0.02;

    private final RecordedObjects found;
    private final Map<String, TrackText> tracks;
    private final @Nullable String poster;
    private final List<String> notes = new ArrayList<>();

    /** @param tracks by the key of their init segment; those are missing that no file can hold */
    RecordingPlanner(RecordedObjects found, Map<String, TrackText> tracks, @Nullable String poster) {
        this.found = found;
        this.tracks = tracks;
        this.poster = poster;
    }

    /**
     * @param segments by number and rendition
     * @throws RefusedSourceException when there is nothing that makes a recording
     */
    CopyPlan plan(Map<Long, Map<String, Facts>> segments) throws RefusedSourceException {
        NavigableMap<Long, Map<String, Facts>> chosen = longestOfOneKind(segments);
        if (chosen.isEmpty()) {
            throw new RefusedSourceException(
                    "nothing_recorded", "Nothing of the stream was stored that a recording can be made of.");
        }
        Map<String, TrackText> kinds = kindsAt(chosen.firstKey());
        String reference = reference(kinds);
        Map<Long, Long> startsUs = starts(chosen, reference, clockOf(kinds, reference));
        List<CopiedFile> files = new ArrayList<>();
        long endUs = 0;
        for (Map.Entry<String, TrackText> kind : kinds.entrySet()) {
            CopiedFile file = file(kind.getKey(), kind.getValue(), chosen, reference, startsUs);
            files.add(file);
            SegmentEntry last = file.segments().getLast().entry();
            endUs = Math.max(endUs, file.track().track().timescale().toMicros(last.endTicks()));
        }
        files.sort(Comparator.comparing(RecordingPlanner::order));
        return new CopyPlan(endUs, files, poster, notes);
    }

    /** Of segments whose renditions are all coded alike, the most. */
    private NavigableMap<Long, Map<String, Facts>> longestOfOneKind(Map<Long, Map<String, Facts>> segments) {
        Map<Map<String, TrackText>, NavigableMap<Long, Map<String, Facts>>> byKind = new LinkedHashMap<>();
        segments.forEach((number, facts) -> {
            Map<String, TrackText> kinds = kindsAt(number);
            if (kinds.size() == found.renditions().size()) {
                byKind.computeIfAbsent(kinds, any -> new TreeMap<>()).put(number, facts);
            }
        });
        NavigableMap<Long, Map<String, Facts>> longest =
                byKind.values().stream().max(Comparator.comparing(Map::size)).orElseGet(TreeMap::new);
        if (byKind.size() > 1) {
            notes.add("The stream changed its coding on the way; " + longest.size() + " of " + segments.size()
                    + " segments that go together were recorded.");
        }
        return longest;
    }

    private Map<String, TrackText> kindsAt(long number) {
        Map<String, TrackText> kinds = new TreeMap<>();
        found.renditions().forEach((name, rendition) -> {
            Map.Entry<Long, String> init = rendition.inits().floorEntry(number);
            TrackText track = init == null ? null : tracks.get(init.getValue());
            if (track != null) {
                kinds.put(name, track);
            }
        });
        return kinds;
    }

    /** The rendition that the others follow: any of pictures, else of sound. */
    private static String reference(Map<String, TrackText> kinds) {
        return kinds.entrySet().stream()
                .filter(kind -> kind.getValue().track().codec() instanceof VideoParameters)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> kinds.keySet().iterator().next());
    }

    private static Timescale clockOf(Map<String, TrackText> kinds, String name) {
        return Objects.requireNonNull(kinds.get(name)).track().timescale();
    }

    /** When each segment starts in the recording: where the one before ends, whatever was between them. */
    private Map<Long, Long> starts(NavigableMap<Long, Map<String, Facts>> chosen, String reference, Timescale clock) {
        Map<Long, Long> startsUs = new HashMap<>();
        long atTicks = 0;
        int holes = 0;
        for (Map.Entry<Long, Map<String, Facts>> segment : chosen.entrySet()) {
            startsUs.put(segment.getKey(), clock.toMicros(atTicks));
            Facts here = facts(segment.getValue(), reference);
            Map.Entry<Long, Map<String, Facts>> next = chosen.higherEntry(segment.getKey());
            boolean adjacent = next != null && next.getKey() == segment.getKey() + 1;
            long stepTicks = adjacent ? facts(next.getValue(), reference).decodeTicks() - here.decodeTicks() : 0;
            holes += next != null && !adjacent ? 1 : 0;
            atTicks += stepTicks > 0 ? stepTicks : here.mediaTicks();
        }
        if (holes > 0) {
            notes.add("The stream was interrupted " + holes + " times; the recording goes on without the pauses.");
        }
        return startsUs;
    }

    private CopiedFile file(
            String name,
            TrackText text,
            NavigableMap<Long, Map<String, Facts>> chosen,
            String reference,
            Map<Long, Long> startsUs) {
        Track track = text.track();
        Timescale clock = track.timescale();
        Timescale referenceClock = clockOf(kindsAt(chosen.firstKey()), reference);
        RecordedObjects.Rendition objects =
                Objects.requireNonNull(found.renditions().get(name));
        List<CopiedSegment> segments = new ArrayList<>();
        long samples = 0;
        long mediaTicks = 0;
        long endTicks = 0;
        List<Long> numbers = List.copyOf(chosen.keySet());
        List<Long> starts = new ArrayList<>();
        for (long number : numbers) {
            Facts facts = facts(Objects.requireNonNull(chosen.get(number)), name);
            Facts lead = facts(Objects.requireNonNull(chosen.get(number)), reference);
            long behindTicks = facts.decodeTicks() - referenceClock.rescale(lead.decodeTicks(), clock);
            long wanted =
                    Timescale.MICROSECONDS.rescale(Objects.requireNonNull(startsUs.get(number)), clock) + behindTicks;
            long start = Math.max(endTicks, wanted);
            starts.add(start);
            endTicks = start + facts.mediaTicks();
            samples += facts.sampleCount();
            mediaTicks += facts.mediaTicks();
        }
        for (int i = 0; i < numbers.size(); i++) {
            Facts facts = facts(Objects.requireNonNull(chosen.get(numbers.get(i))), name);
            long next = i + 1 < starts.size() ? starts.get(i + 1) : starts.get(i) + facts.mediaTicks();
            SegmentEntry entry =
                    new SegmentEntry(starts.get(i), next - starts.get(i), facts.sizeBytes(), facts.keyFrameBytes());
            String key = Objects.requireNonNull(objects.segments().get(numbers.get(i)));
            segments.add(new CopiedSegment(key, 0, entry));
        }
        boolean moving = track.codec() instanceof VideoParameters;
        Rational rate = moving ? frameRate(samples, mediaTicks, clock) : null;
        return new CopiedFile(name, text, /* language= */ null, /* label= */ "", !moving, rate, segments);
    }

    private static Facts facts(Map<String, Facts> all, String name) {
        return Objects.requireNonNull(all.get(name));
    }

    /** To whole pictures per second, or the thousandth less that NTSC has. */
    private static Rational frameRate(long pictures, long ticks, Timescale clock) {
        double rate = pictures * (double) clock.ticksPerSecond() / ticks;
        int whole = Math.max(1, Math.toIntExact(Math.round(rate)));
        double ntsc = whole * (double) NTSC_NUMERATOR / NTSC_DENOMINATOR;
        return Math.abs(rate - ntsc) < FRAME_RATE_TOLERANCE && Math.abs(rate - ntsc) < Math.abs(rate - whole)
                ? new Rational(whole * NTSC_NUMERATOR, NTSC_DENOMINATOR)
                : new Rational(whole, 1);
    }

    /** Pictures before sound, the largest first. */
    private static long order(CopiedFile file) {
        return file.track().track().codec() instanceof VideoParameters video
                ? -video.format().height()
                : 1;
    }
}
