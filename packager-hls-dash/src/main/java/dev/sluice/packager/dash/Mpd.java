package dev.sluice.packager.dash;

import dev.sluice.media.Timescale;
import dev.sluice.media.codec.Rational;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A media presentation description of the live profile, with numbered segments and a segment timeline per
 * representation (ISO/IEC 23009-1 section 5.3).
 *
 * @param availabilityStartTime wall clock at presentation time zero; never changes
 * @param publishTime wall clock of this version
 * @param segmentDuration what segments aim at: minBufferTime, and while live minimumUpdatePeriod
 * @param timeShiftBufferDepth how far back a player may go
 * @param suggestedPresentationDelay behind the live edge
 * @param utcTimingUrl answers with an xs:dateTime; null to give the publish time itself
 * @param totalDuration null while live; set, it makes the MPD static
 */
public record Mpd(
        Instant availabilityStartTime,
        Instant publishTime,
        Duration segmentDuration,
        Duration timeShiftBufferDepth,
        Duration suggestedPresentationDelay,
        @Nullable String utcTimingUrl,
        @Nullable Duration totalDuration,
        List<Period> periods) {
    public Mpd {
        periods = List.copyOf(periods);
    }

    public boolean live() {
        return totalDuration == null;
    }

    /**
     * A contiguous run of media.
     *
     * @param duration null unless media ends before the next period starts
     */
    public record Period(
            String id, Duration start, @Nullable Duration duration, List<AdaptationSet> adaptationSets) {
        public Period {
            adaptationSets = List.copyOf(adaptationSets);
        }
    }

    /** Representations between which a player may switch: one media type, one codec. */
    public record AdaptationSet(int id, List<Representation> representations) {
        public AdaptationSet {
            representations = List.copyOf(representations);
        }
    }

    /**
     * One rendition.
     *
     * @param presentationTimeOffsetTicks media time at the start of the period
     * @param startNumber number of the first segment of the timeline
     * @param timeline at least one run
     */
    public record Representation(
            String id,
            String codecs,
            long bandwidthBps,
            Media media,
            Timescale timescale,
            long presentationTimeOffsetTicks,
            String initialization,
            long startNumber,
            List<TimelineRun> timeline) {
        public Representation {
            timeline = List.copyOf(timeline);
        }
    }

    /** What is particular to video or audio. */
    public sealed interface Media permits Video, Audio {}

    public record Video(int width, int height, Rational frameRate, Rational sampleAspectRatio) implements Media {}

    public record Audio(int sampleRateHz, int channelCount) implements Media {}

    /** An S element: {@code count} segments of equal duration from {@code startTicks}. */
    public record TimelineRun(long startTicks, long durationTicks, int count) {}
}
