package dev.sluice.packager.cmaf.box;

import dev.sluice.media.Track;
import dev.sluice.media.TrackType;

/** The movie header of an init segment: moov with mvhd, one trak, mvex (ISO/IEC 14496-12 sections 8.2 and 8.8). */
public final class MovieBoxes {
    private static final int FIXED_POINT_ONE = 0x10000;

    private MovieBoxes() {}

    /** A whole init segment (CMAF header) of one track. */
    public static byte[] initSegment(Track track) {
        return header(FileTypeBoxes.ftyp(), moov(track, MovieDetails.LIVE));
    }

    /** What a track file begins with: the CMAF header of one track whose duration is known, in a file with an index. */
    public static byte[] trackFileHeader(Track track, MovieDetails details) {
        return header(FileTypeBoxes.indexedFtyp(), moov(track, details));
    }

    private static byte[] header(byte[] fileType, byte[] movie) {
        return new BoxWriter(fileType.length + movie.length)
                .raw(fileType)
                .raw(movie)
                .finish();
    }

    private static byte[] moov(Track track, MovieDetails details) {
        return Boxes.container("moov", mvhd(track), TrackBoxes.trak(track, details), mvex(track, details));
    }

    private static byte[] mvhd(Track track) {
        return Boxes.fullBox("mvhd", 0, 0, out -> {
            out.u32(0).u32(0); // creation and modification time: unknown
            out.u32(track.timescale().ticksPerSecond());
            out.u32(0); // duration: in fragments
            out.u32(FIXED_POINT_ONE).u16(0x0100).zeros(10); // rate, volume
            matrix(out);
            out.zeros(24);
            out.u32(track.id() + 1);
        });
    }

    /** The unity matrix of mvhd and tkhd. */
    static void matrix(BoxWriter out) {
        out.u32(FIXED_POINT_ONE).zeros(12).u32(FIXED_POINT_ONE).zeros(12).u32(0x40000000);
    }

    private static byte[] mvex(Track track, MovieDetails details) {
        return details.durationTicks() == 0
                ? Boxes.container("mvex", trex(track))
                : Boxes.container("mvex", mehd(details), trex(track));
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
