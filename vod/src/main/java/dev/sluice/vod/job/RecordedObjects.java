package dev.sluice.vod.job;

import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.StoredObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** Keys by number. */
    record Rendition(NavigableMap<Long, String> inits, NavigableMap<Long, String> segments) {}

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
        Rendition rendition = renditions.computeIfAbsent(
                matcher.group("name"), any -> new Rendition(new TreeMap<>(), new TreeMap<>()));
        long number = Long.parseLong(matcher.group("number"));
        (matcher.group("init") == null ? rendition.segments() : rendition.inits()).put(number, object.key());
    }

    /** Numbers that every rendition has, with an init segment before them. */
    NavigableSet<Long> commonNumbers() {
        TreeSet<Long> numbers = new TreeSet<>();
        boolean first = true;
        for (Rendition rendition : renditions.values()) {
            if (first) {
                numbers.addAll(rendition
                        .segments()
                        .tailMap(rendition.inits().firstKey())
                        .keySet());
            } else {
                numbers.retainAll(rendition
                        .segments()
                        .tailMap(rendition.inits().firstKey())
                        .keySet());
            }
            first = false;
        }
        return numbers;
    }
}
