package dev.sluice.packager.file;

import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.packager.file.SingleFile.Header;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stored track file: the header of {@link SingleFile} and its fragments in one object.
 *
 * @param uri of the object, relative to the manifests
 * @param language as given to {@link SingleFile#header}; null when unknown
 * @param compositionShiftTicks how much later the composition times in the file are than what is shown (cslg's
 *     compositionToDTSShift), so that none is before its decode time; an edit list takes it back. Zero for none
 * @param segments all of the file, at least one
 */
public record TrackFile(
        String uri, Track track, @Nullable String language, long compositionShiftTicks, List<SegmentEntry> segments) {
    public TrackFile {
        segments = List.copyOf(segments);
        RelativeUri.check(uri);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException(uri + ": a file without segments");
        }
    }

    /** The same bytes each time. */
    public Header header() {
        return SingleFile.header(track, language, compositionShiftTicks, segments);
    }

    /** With the header. */
    public long sizeBytes() {
        long total = header().firstFragmentOffset();
        for (SegmentEntry segment : segments) {
            total += segment.sizeBytes();
        }
        return total;
    }

    /** BCP 47, as the manifests say it; null when unknown. */
    public @Nullable String bcp47Language() {
        return languageTag().orNull();
    }

    LanguageTag languageTag() {
        return LanguageTag.of(language);
    }

    /** True when each segment can be switched to. */
    boolean startsWithSync() {
        return segments.stream().allMatch(SegmentEntry::startsWithSync);
    }

    /** Rounded at both ends, so that durations add up to the file's. */
    long durationUs(SegmentEntry segment) {
        Timescale timescale = track.timescale();
        return Math.max(1, timescale.toMicros(segment.endTicks()) - timescale.toMicros(segment.startTicks()));
    }

    long longestSegmentUs() {
        return segments.stream().mapToLong(this::durationUs).max().orElseThrow();
    }

    SegmentRates rates() {
        return rates(SegmentEntry::sizeBytes);
    }

    SegmentRates keyFrameRates() {
        return rates(SegmentEntry::keyFrameBytes);
    }

    private SegmentRates rates(ToLongFunction<SegmentEntry> sizeBytes) {
        return new SegmentRates(
                segments.stream().mapToLong(sizeBytes).toArray(),
                segments.stream().mapToLong(this::durationUs).toArray());
    }
}
