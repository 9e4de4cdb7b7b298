package dev.sluice.packager.file;

import dev.sluice.media.Track;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.cmaf.box.BoxWriter;
import dev.sluice.packager.cmaf.box.MovieBoxes;
import dev.sluice.packager.cmaf.box.MovieDetails;
import dev.sluice.packager.cmaf.box.SegmentIndexBox;
import dev.sluice.packager.cmaf.box.SegmentIndexBox.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures and sound in one file that plays by itself, out of two stored track files: a header of its own, then their
 * fragments as they are, by time. Only the number of a fragment in its file is another; it stands in four bytes of its
 * mfhd, {@link #SEQUENCE_NUMBER_OFFSET} bytes after its begin (ISO/IEC 14496-12 section 8.8.5).
 *
 * @param header ftyp, moov with both tracks, and a sidx of the pictures whose subsegments hold the sound as well
 * @param fragments all of the file behind the header; their numbers count from one
 */
public record FilmFile(Payload header, List<Fragment> fragments) {
    /** Behind the headers of moof and mfhd, and mfhd's version and flags. */
    public static final int SEQUENCE_NUMBER_OFFSET = 20;

    public FilmFile {
        fragments = List.copyOf(fragments);
    }

    /**
     * Bytes of a track file.
     *
     * @param uri the track file's
     */
    public record Fragment(String uri, long offsetBytes, int sizeBytes) {}

    /**
     * Puts a file together. A pure function: the same track files give the same bytes.
     *
     * @throws IllegalArgumentException when both tracks have the same id
     */
    public static FilmFile of(TrackFile pictures, TrackFile sound) {
        if (pictures.track().id() == sound.track().id()) {
            throw new IllegalArgumentException(
                    "both tracks have the id " + sound.track().id());
        }
        List<Fragment> fragments = new ArrayList<>();
        List<Reference> references = new ArrayList<>();
        Fragments heard = new Fragments(sound);
        Fragments shown = new Fragments(pictures);
        while (shown.hasNext()) {
            SegmentEntry segment = shown.next();
            Fragment first = shown.taken();
            fragments.add(first);
            long sizeBytes = first.sizeBytes();
            // What is heard later than the last picture begins goes with that picture.
            while (heard.hasNext() && (!shown.hasNext() || heard.startsBefore(segment.endTicks(), pictures.track()))) {
                heard.next();
                fragments.add(heard.taken());
                sizeBytes += heard.taken().sizeBytes();
            }
            references.add(
                    new Reference(Math.toIntExact(sizeBytes), segment.durationTicks(), segment.startsWithSync()));
        }
        return new FilmFile(header(pictures, sound, references), fragments);
    }

    /** All of it. */
    public long sizeBytes() {
        return header.sizeBytes()
                + fragments.stream().mapToLong(Fragment::sizeBytes).sum();
    }

    private static Payload header(TrackFile pictures, TrackFile sound, List<Reference> references) {
        byte[] movie = MovieBoxes.filmHeader(List.of(part(pictures), part(sound)));
        byte[] index = SegmentIndexBox.sidx(
                pictures.track(), pictures.segments().getFirst().startTicks(), references);
        return Payload.wrap(
                new BoxWriter(movie.length + index.length).raw(movie).raw(index).finish());
    }

    private static MovieBoxes.Part part(TrackFile file) {
        LanguageTag tag = file.languageTag();
        long endTicks = file.segments().getLast().endTicks();
        return new MovieBoxes.Part(
                file.track(), new MovieDetails(tag.iso639(), tag.extended(), endTicks, file.compositionShiftTicks()));
    }

    /** Goes through a track file. */
    private static final class Fragments {
        private final TrackFile file;
        private long offsetBytes;
        private int next;

        Fragments(TrackFile file) {
            this.file = file;
            this.offsetBytes = file.header().firstFragmentOffset();
        }

        boolean hasNext() {
            return next < file.segments().size();
        }

        boolean startsBefore(long ticks, Track clock) {
            long startTicks = file.segments().get(next).startTicks();
            return file.track().timescale().toMicros(startTicks)
                    < clock.timescale().toMicros(ticks);
        }

        SegmentEntry next() {
            offsetBytes += next == 0 ? 0 : taken().sizeBytes();
            return file.segments().get(next++);
        }

        Fragment taken() {
            return new Fragment(
                    file.uri(), offsetBytes, file.segments().get(next - 1).sizeBytes());
        }
    }
}
