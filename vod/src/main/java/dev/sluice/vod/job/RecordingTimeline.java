package dev.sluice.vod.job;

import dev.sluice.media.Timescale;
import dev.sluice.packager.file.StoredSegment.Facts;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One timeline for the segments of a recording: it begins at zero, has no holes, and keeps sound and pictures together.
 * Within a run the segments stay as far apart as they were; where the stream was interrupted the next run begins where
 * the last rendition of the one before ends. One use, one thread.
 */
final class RecordingTimeline {
    /** What is longer between two segments, less the segment itself, is an interruption. */
    private static final long MAX_PAUSE_US = 10_000_000;
    /** Times are rounded when they go from one clock to another. */
    private static final long ROUNDING_TICKS = 1;

    private final Map<String, Timescale> clocks;
    private final String reference;
    private final Timescale referenceClock;
    private final Map<String, Long> ends = new HashMap<>();
    private @Nullable Placed last;
    private int interruptions;

    /**
     * @param atTicks where the reference rendition begins, on its clock
     * @param behindTicks how much later each rendition begins, on its own clock
     */
    private record Placed(long number, long atTicks, Map<String, Facts> facts, Map<String, Long> behindTicks) {}

    /** @param reference the rendition that the others follow */
    RecordingTimeline(Map<String, Timescale> clocks, String reference) {
        this.clocks = Map.copyOf(clocks);
        this.reference = reference;
        this.referenceClock = of(clocks, reference);
    }

    /**
     * Call with rising numbers.
     *
     * @param facts of each rendition's segment
     * @return where each begins, on its own clock
     */
    Map<String, Long> place(long number, Map<String, Facts> facts) {
        Map<String, Long> behind = behind(facts);
        Placed here = new Placed(number, begin(number, facts, behind), facts, behind);
        last = here;
        Map<String, Long> starts = new HashMap<>();
        clocks.forEach((name, clock) -> {
            long wanted = referenceClock.rescale(here.atTicks(), clock) + of(behind, name);
            Long end = ends.get(name);
            long start = end == null || wanted > end + ROUNDING_TICKS ? Math.max(0, wanted) : end;
            starts.put(name, start);
            ends.put(name, start + of(facts, name).mediaTicks());
        });
        return starts;
    }

    /** Where the media of a rendition end, on its clock. */
    long endTicks(String name) {
        return of(ends, name);
    }

    int interruptions() {
        return interruptions;
    }

    private Map<String, Long> behind(Map<String, Facts> facts) {
        long leadTicks = of(facts, reference).decodeTicks();
        Map<String, Long> behind = new HashMap<>();
        clocks.forEach((name, clock) ->
                behind.put(name, of(facts, name).decodeTicks() - referenceClock.rescale(leadTicks, clock)));
        return behind;
    }

    private long begin(long number, Map<String, Facts> facts, Map<String, Long> behind) {
        Placed before = last;
        if (before == null) {
            return clocks.keySet().stream()
                    .mapToLong(name -> onReference(name, -of(behind, name)))
                    .max()
                    .orElseThrow();
        }
        long stepTicks = of(facts, reference).decodeTicks()
                - of(before.facts(), reference).decodeTicks();
        long longestTicks = of(before.facts(), reference).mediaTicks()
                + Timescale.MICROSECONDS.rescale(MAX_PAUSE_US, referenceClock);
        boolean sameRun = number == before.number() + 1
                && stepTicks > 0
                && stepTicks <= longestTicks
                && clocks.keySet().stream()
                        .allMatch(name -> onReference(name, overlap(name, before, facts)) <= longestTicks);
        if (!sameRun) {
            interruptions++;
        }
        long forward = clocks.keySet().stream()
                .mapToLong(name -> sameRun
                        ? stepTicks + Math.max(0, onReference(name, overlap(name, before, facts)))
                        : onReference(
                                name,
                                of(before.behindTicks(), name)
                                        + of(before.facts(), name).mediaTicks()
                                        - of(behind, name)))
                .max()
                .orElseThrow();
        return before.atTicks() + forward;
    }

    /** By how much a rendition's segment begins before the one before has ended, on its clock. */
    private static long overlap(String name, Placed before, Map<String, Facts> facts) {
        Facts earlier = of(before.facts(), name);
        return earlier.decodeTicks() + earlier.mediaTicks() - of(facts, name).decodeTicks();
    }

    private long onReference(String name, long ticks) {
        return of(clocks, name).rescale(ticks, referenceClock);
    }

    private static <T> T of(Map<String, T> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
    }
}
