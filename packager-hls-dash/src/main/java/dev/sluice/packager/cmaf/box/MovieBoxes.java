package dev.sluice.packager.cmaf.box;

import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import java.util.ArrayList;
import java.util.List;

/** The movie header of a fragmented file: moov with mvhd, traks, mvex (ISO/IEC 14496-12 sections 8.2 and 8.8). */
public final class MovieBoxes {
    private static final int FIXED_POINT_ONE = 0x10000;

    private MovieBoxes() {}

    /** A track in a movie. */
    public record Part(Track track, MovieDetails details) {}

    /** A whole init segment (CMAF header) of one track. */
    public static byte[] initSegment(Track track) {
        return header(FileTypeBoxes.ftyp(), List.of(new Part(track, MovieDetails.LIVE)));
    }

    /** What a track file begins with: the CMAF header of one track whose duration is known, in a file with an index. */
    public static byte[] trackFileHeader(Track track, MovieDetails details) {
        return header(FileTypeBoxes.indexedFtyp(details.isEdited()), List.of(new Part(track, details)));
    }

    /** What a file of several tracks begins with; the first gives the movie its clock and its duration. */
    public static byte[] filmHeader(List<Part> parts) {
        return header(FileTypeBoxes.filmFtyp(), parts);
    }

    private static byte[] header(byte[] fileType, List<Part> parts) {
        byte[] movie = moov(parts);
        return new BoxWriter(fileType.length + movie.length)
                .raw(fileType)
                .raw(movie)
                .finish();
    }

    private static byte[] moov(List<Part> parts) {
        List<byte[]> boxes = new ArrayList<>();
        boxes.add(mvhd(parts));
        parts.forEach(part -> boxes.add(TrackBoxes.trak(part.track(), part.details())));
        boxes.add(mvex(parts));
        return Boxes.container("moov", boxes.toArray(byte[][]::new));
    }

    private static byte[] mvhd(List<Part> parts) {
        int lastId = parts.stream().mapToInt(part -> part.track().id()).max().orElseThrow();
        return Boxes.fullBox("mvhd", 0, 0, out -> {
            out.u32(0).u32(0); // creation and modification time: unknown
            out.u32(parts.getFirst().track().timescale().ticksPerSecond());
            out.u32(0); // duration: in fragments
            out.u32(FIXED_POINT_ONE).u16(0x0100).zeros(10); // rate, volume
            matrix(out);
            out.zeros(24);
            out.u32(lastId + 1);
        });
    }

    /** The unity matrix of mvhd and tkhd. */
    static void matrix(BoxWriter out) {
        out.u32(FIXED_POINT_ONE).zeros(12).u32(FIXED_POINT_ONE).zeros(12).u32(0x40000000);
    }

    private static byte[] mvex(List<Part> parts) {
        List<byte[]> boxes = new ArrayList<>();
        MovieDetails first = parts.getFirst().details();
        if (first.durationTicks() > 0) {
            boxes.add(mehd(first));
        }
        parts.forEach(part -> boxes.add(trex(part.track())));
        return Boxes.container("mvex", boxes.toArray(byte[][]::new));
    }

    private static byte[] mehd(MovieDetails details) {
        return Boxes.fullBox("mehd", 1, 0, out -> out.u64(details.durationTicks()));
    }

    private static byte[] trex(Track track) {
        int flags = track.type() == TrackType.VIDEO ? SampleFlags.DEPENDENT : SampleFlags.SYNC;
        return Boxes.fullBox(
                "trex", 0, 0, out -> out.u32(track.id()).u32(1).u32(0).u32(0).u32(flags));
    }
}
