package dev.sluice.vod.job;

import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was stored of a live stream: {@code live/ID/NAME/init-N.mp4}, which holds from segment N on, and
 * {@code live/ID/NAME/N.m4s}.
 *
 * @param prefix of all keys
 * @param renditions by name
 */
record RecordedObjects(String prefix, Map<String, Rendition> renditions) {
    private static final String LIVE = "live/";
    private static final Pattern OBJECT =
            Pattern.compile("(?<name>[A-Za-z0-9_-]+)/(?<init>init-)?(?<number>\\d{1,18})\\.(?:mp4|m4s)");
    private static final int PAGE = 1000;
    /** What is smaller holds no sample: the segment of a gap. */
    private static final int MIN_SEGMENT_BYTES = 96;
    /** What is larger is no segment of a live stream. */
    private static final int MAX_SEGMENT_BYTES = ReadAhead.MAX_AHEAD_BYTES;

    /** Objects by number. */
    record Rendition(NavigableMap<Long, ObjectRange> inits, NavigableMap<Long, ObjectRange> segments) {
        /** The init segment of a segment; null when the segment or the init segment is missing. */
        @Nullable
        ObjectRange initOf(long number) {
            Map.Entry<Long, ObjectRange> init = inits.floorEntry(number);
            return init == null || !segments.containsKey(number) ? null : init.getValue();
        }
    }

    /** @param since what is older is of an earlier time live */
    static RecordedObjects find(ObjectStore objects, String streamId, Instant since) throws ObjectStoreException {
        String prefix = LIVE + streamId + "/";
        Map<String, Rendition> renditions = new TreeMap<>();
        String after = "";
        List<StoredObject> page;
        do {
            page = objects.list(prefix, after, PAGE);
            for (StoredObject object : page) {
                after = object.key();
                add(renditions, prefix, object, since);
            }
        } while (page.size() == PAGE);
        renditions
                .values()
                .removeIf(rendition ->
                        rendition.inits().isEmpty() || rendition.segments().isEmpty());
        return new RecordedObjects(prefix, renditions);
    }

    private static void add(Map<String, Rendition> renditions, String prefix, StoredObject object, Instant since) {
        Matcher matcher = OBJECT.matcher(object.key().substring(prefix.length()));
        if (!matcher.matches() || object.lastModified().isBefore(since)) {
            return;
        }
        boolean init = matcher.group("init") != null;
        if (object.sizeBytes() > MAX_SEGMENT_BYTES || object.sizeBytes() < (init ? 1 : MIN_SEGMENT_BYTES)) {
            return;
        }
        Rendition rendition = renditions.computeIfAbsent(
                matcher.group("name"), any -> new Rendition(new TreeMap<>(), new TreeMap<>()));
        long number = Long.parseLong(matcher.group("number"));
        ObjectRange whole = new ObjectRange(object.key(), 0, Math.toIntExact(object.sizeBytes()));
        (init ? rendition.inits() : rendition.segments()).put(number, whole);
    }

    /** One that there is. */
    ObjectRange segment(String rendition, long number) {
        return Objects.requireNonNull(
                Objects.requireNonNull(renditions.get(rendition)).segments().get(number));
    }

    /** Numbers that any rendition has. */
    NavigableSet<Long> numbers() {
        NavigableSet<Long> numbers = new TreeSet<>();
        renditions
                .values()
                .forEach(rendition -> numbers.addAll(rendition.segments().keySet()));
        return numbers;
    }
}
