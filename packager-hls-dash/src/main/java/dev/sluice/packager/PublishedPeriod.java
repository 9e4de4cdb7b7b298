package dev.sluice.packager;

import dev.sluice.media.Timescale;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A period as players see it. Guarded by the publisher's lock. */
final class PublishedPeriod {
    private static final int PATIENCE_SEGMENTS = 3;

    private final long discontinuity;
    private final long firstNumber;
    private final long startPtsTicks;
    private final List<String> plannedNames;
    private final List<PublishedRendition> renditions = new ArrayList<>();
    private boolean visible;
    private long endUs;
    private @Nullable Long nextStartUs;

    /** @param discontinuity number of this contiguous run in HLS */
    PublishedPeriod(long discontinuity, long firstNumber, long startPtsTicks, List<RenditionPlan> plans) {
        this.discontinuity = discontinuity;
        this.firstNumber = firstNumber;
        this.startPtsTicks = startPtsTicks;
        this.plannedNames = plans.stream().map(RenditionPlan::name).toList();
    }

    void add(PublishedRendition rendition) {
        renditions.add(rendition);
        renditions.sort((a, b) -> Integer.compare(plannedNames.indexOf(a.name()), plannedNames.indexOf(b.name())));
    }

    void onSegment(long segmentEndUs) {
        endUs = Math.max(endUs, segmentEndUs);
        boolean waitedEnough = renditions.stream().anyMatch(rendition -> rendition.segments() >= PATIENCE_SEGMENTS);
        visible |= waitedEnough || renditions.size() == plannedNames.size();
    }

    /** Nothing more comes: what is there is shown. */
    void end() {
        visible = !renditions.isEmpty();
    }

    void followedAt(long nextPeriodStartPtsTicks) {
        nextStartUs = Timescale.VIDEO.toMicros(nextPeriodStartPtsTicks);
    }

    /** True once manifests may name it: every planned rendition is there, or the others have waited enough. */
    boolean visible() {
        return visible;
    }

    /** In the order of the plan: those that have a segment. */
    List<PublishedRendition> renditions() {
        return renditions;
    }

    /** True when a rendition of this name is to come, or is there. */
    boolean plans(String name) {
        return plannedNames.contains(name);
    }

    /** Number of the newest segment over all renditions. */
    long newestNumber() {
        long newest = firstNumber - 1;
        for (PublishedRendition rendition : renditions) {
            newest = Math.max(newest, rendition.lastNumber());
        }
        return newest;
    }

    /** True when no rendition that keeps up still lacks the newest segment. */
    boolean complete() {
        long newest = newestNumber();
        for (PublishedRendition rendition : renditions) {
            if (rendition.lastNumber() == newest - 1) {
                return false;
            }
        }
        return true;
    }

    String id() {
        return "p" + firstNumber;
    }

    long discontinuity() {
        return discontinuity;
    }

    long firstNumber() {
        return firstNumber;
    }

    long startPtsTicks() {
        return startPtsTicks;
    }

    long endUs() {
        return endUs;
    }

    /** Start of the period after this one, null while this is the newest. */
    @Nullable
    Long nextStartUs() {
        return nextStartUs;
    }
}
