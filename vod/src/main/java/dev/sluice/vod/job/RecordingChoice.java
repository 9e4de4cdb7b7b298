package dev.sluice.vod.job;

import dev.sluice.vod.publish.TrackText;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a recording is made of.
 *
 * @param numbers of segments that all of its renditions have
 * @param renditions by name, at least one; each is coded alike in all of its segments
 * @param notes what the owner should know
 */
record RecordingChoice(NavigableSet<Long> numbers, Map<String, TrackText> renditions, List<String> notes) {
    RecordingChoice {
        numbers = new TreeSet<>(numbers);
        renditions = Map.copyOf(renditions);
        notes = List.copyOf(notes);
    }
}
