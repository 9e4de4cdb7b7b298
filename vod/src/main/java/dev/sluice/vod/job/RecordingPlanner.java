package dev.sluice.vod.job;

import dev.sluice.media.codec.VideoParameters;
import dev.sluice.packager.file.SingleFile;
import dev.sluice.vod.publish.TrackText;
import dev.sluice.vod.source.RefusedSourceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Chooses the renditions and the segments that make a recording. A rendition must be coded alike from beginning to end,
 * and a segment must be there of all renditions; so where a stream changed on the way either a part of it or a
 * rendition is left out, whichever keeps more. A pure function of what is stored.
 */
final class RecordingPlanner {
    /**
     * Pictures and sound count as so many renditions, one each: a rung is given up rather than much time, but a medium
     * only for twice the time or more.
     */
    private static final int MEDIUM_WEIGHT = 10;
    /**
     * Of ways in which a stream was coded the most frequent are compared; an encoder may change its ways each minute.
     */
    private static final int MAX_WAYS = 32;

    private final RecordedObjects found;
    private final Map<String, TrackText> tracks;

    /** @param tracks by the key of their init segment; those are missing that no file can hold */
    RecordingPlanner(RecordedObjects found, Map<String, TrackText> tracks) {
        this.found = found;
        this.tracks = tracks;
    }

    /** @throws RefusedSourceException when there is nothing that makes a recording */
    RecordingChoice choose() throws RefusedSourceException {
        Map<Map<String, TrackText>, NavigableSet<Long>> ways = ways();
        Map<String, TrackText> chosen = candidates(ways).stream()
                .max(Comparator.comparingLong(candidate -> worth(candidate, ways)))
                .orElseThrow(RecordingPlanner::nothingRecorded);
        NavigableSet<Long> numbers = new TreeSet<>();
        ways.forEach((way, its) -> {
            if (holds(way, chosen)) {
                numbers.addAll(its);
            }
        });
        List<String> notes = notes(chosen, numbers.size(), ways);
        while (numbers.size() > SingleFile.MAX_SEGMENTS) {
            numbers.pollLast();
        }
        return new RecordingChoice(numbers, chosen, notes);
    }

    static RefusedSourceException nothingRecorded() {
        return new RefusedSourceException(
                "nothing_recorded", "Nothing of the stream was stored that a recording can be made of.");
    }

    /** Segments by what renditions there are of them, and how these are coded. */
    private Map<Map<String, TrackText>, NavigableSet<Long>> ways() {
        Map<Map<String, TrackText>, NavigableSet<Long>> ways = new LinkedHashMap<>();
        for (long number : found.numbers()) {
            Map<String, TrackText> way = new TreeMap<>();
            found.renditions().forEach((name, rendition) -> {
                ObjectRange init = rendition.initOf(number);
                TrackText track = init == null ? null : tracks.get(init.key());
                if (track != null) {
                    way.put(name, track);
                }
            });
            ways.computeIfAbsent(way, any -> new TreeSet<>()).add(number);
        }
        ways.remove(Map.<String, TrackText>of());
        return ways;
    }

    /** Each way by itself, and what each two have in common. */
    private static Set<Map<String, TrackText>> candidates(Map<Map<String, TrackText>, NavigableSet<Long>> ways) {
        List<Map<String, TrackText>> frequent = ways.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        way -> -way.getValue().size() * way.getKey().size()))
                .limit(MAX_WAYS)
                .map(Map.Entry::getKey)
                .toList();
        Set<Map<String, TrackText>> candidates = new LinkedHashSet<>(frequent);
        for (Map<String, TrackText> one : frequent) {
            for (Map<String, TrackText> other : frequent) {
                Map<String, TrackText> common = new TreeMap<>(one);
                common.entrySet().retainAll(other.entrySet());
                if (!common.isEmpty()) {
                    candidates.add(common);
                }
            }
        }
        return candidates;
    }

    private static long worth(Map<String, TrackText> candidate, Map<Map<String, TrackText>, NavigableSet<Long>> ways) {
        long segments = ways.entrySet().stream()
                .filter(way -> holds(way.getKey(), candidate))
                .mapToLong(way -> way.getValue().size())
                .sum();
        long media = candidate.values().stream()
                .map(track -> track.track().codec() instanceof VideoParameters)
                .distinct()
                .count();
        return segments * (candidate.size() + MEDIUM_WEIGHT * media);
    }

    private static boolean holds(Map<String, TrackText> way, Map<String, TrackText> wanted) {
        return way.entrySet().containsAll(wanted.entrySet());
    }

    private List<String> notes(
            Map<String, TrackText> chosen, int segments, Map<Map<String, TrackText>, NavigableSet<Long>> ways) {
        List<String> notes = new ArrayList<>();
        boolean changed = ways.keySet().stream()
                .flatMap(way -> chosen.entrySet().stream()
                        .map(each -> each.getValue().equals(way.getOrDefault(each.getKey(), each.getValue()))))
                .anyMatch(same -> !same);
        if (changed) {
            notes.add("The stream changed its coding on the way; " + segments + " of "
                    + found.numbers().size() + " segments that go together were recorded.");
        }
        found.renditions().forEach((name, rendition) -> {
            boolean readable = Stream.of(rendition.inits())
                    .flatMap(inits -> inits.values().stream())
                    .anyMatch(init -> tracks.containsKey(init.key()));
            if (!chosen.containsKey(name)) {
                notes.add("The rendition " + name + " was left out: "
                        + (readable
                                ? "it does not go together with more of the stream."
                                : "files do not hold its codec."));
            }
        });
        if (segments > SingleFile.MAX_SEGMENTS) {
            notes.add("The stream is longer than a recording; its first " + SingleFile.MAX_SEGMENTS
                    + " segments were recorded.");
        }
        return notes;
    }
}
