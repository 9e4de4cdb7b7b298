package dev.sluice.packager.file;

import dev.sluice.media.Track;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.cmaf.ByteRange;
import dev.sluice.packager.cmaf.box.BoxWriter;
import dev.sluice.packager.cmaf.box.MovieBoxes;
import dev.sluice.packager.cmaf.box.MovieDetails;
import dev.sluice.packager.cmaf.box.SegmentIndexBox;
import dev.sluice.packager.cmaf.box.SegmentIndexBox.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A track file: the header made here, then the fragments of {@link SegmentWriter} one after another. It plays from its
 * beginning like any MP4, and by byte range through HLS and DASH (a self-initializing media segment).
 */
public final class SingleFile {
    /** So many segments fit into the index: 36 hours of two seconds each. Plan for no more. */
    public static final int MAX_SEGMENTS = SegmentIndexBox.MAX_REFERENCES;

    private SingleFile() {}

    /**
     * The bytes before the fragments.
     *
     * @param bytes ftyp, moov, sidx
     * @param initRange ftyp and moov: the init segment
     * @param indexRange sidx
     */
    public record Header(Payload bytes, ByteRange initRange, ByteRange indexRange) {
        public long firstFragmentOffset() {
            return bytes.sizeBytes();
        }
    }

    /**
     * Makes the header of a file.
     *
     * @param language BCP 47 or three letters of ISO 639-2; null when unknown
     * @param compositionShiftTicks see {@link TrackFile}
     * @param segments all of the file, at least one
     * @throws IllegalArgumentException when there are none, more than {@link #MAX_SEGMENTS}, or one does not start
     *     where the one before ended
     */
    public static Header header(
            Track track, @Nullable String language, long compositionShiftTicks, List<SegmentEntry> segments) {
        checkContiguous(segments);
        LanguageTag tag = LanguageTag.of(language);
        byte[] init = MovieBoxes.trackFileHeader(
                track,
                new MovieDetails(
                        tag.iso639(), tag.extended(), segments.getLast().endTicks(), compositionShiftTicks));
        List<Reference> references = segments.stream()
                .map(segment -> new Reference(segment.sizeBytes(), segment.durationTicks(), segment.startsWithSync()))
                .toList();
        byte[] index = SegmentIndexBox.sidx(track, segments.getFirst().startTicks(), references);
        byte[] bytes =
                new BoxWriter(init.length + index.length).raw(init).raw(index).finish();
        return new Header(Payload.wrap(bytes), new ByteRange(0, init.length), new ByteRange(init.length, index.length));
    }

    private static void checkContiguous(List<SegmentEntry> segments) {
        if (segments.isEmpty() || segments.size() > MAX_SEGMENTS) {
            throw new IllegalArgumentException(
                    "a file of " + segments.size() + " segments; it needs one, and holds " + MAX_SEGMENTS + " at most");
        }
        long expectedTicks = segments.getFirst().startTicks();
        for (SegmentEntry segment : segments) {
            if (segment.startTicks() != expectedTicks) {
                throw new IllegalArgumentException("a segment starts at " + segment.startTicks()
                        + ", the one before it ended at " + expectedTicks);
            }
            expectedTicks = segment.endTicks();
        }
    }
}
