package dev.sluice.packager.cmaf.box;

import dev.sluice.media.Track;
import dev.sluice.media.TrackType;

/** The movie header of an init segment: moov with mvhd, one trak, mvex (ISO/IEC 14496-12 sections 8.2 and 8.8). */
public final class MovieBoxes {
    private static final int FIXED_POINT_ONE = 0x10000;

    private MovieBoxes() {}

    /** A whole init segment (CMAF header) of one track. */
    public static byte[] initSegment(Track track) {
        byte[] fileType = FileTypeBoxes.ftyp();
        byte[] movie = moov(track);
        return new BoxWriter(fileType.length + movie.length)
                .raw(fileType)
                .raw(movie)
                .finish();
    }

    private static byte[] moov(Track track) {
        return Boxes.container("moov", mvhd(track), TrackBoxes.trak(track), mvex(track));
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

    private static byte[] mvex(Track track) {
        return Boxes.container("mvex", trex(track));
    }

    private static byte[] trex(Track track) {
        int flags = track.type() == TrackType.VIDEO ? SampleFlags.DEPENDENT : SampleFlags.SYNC;
        return Boxes.fullBox(
                "trex", 0, 0, out -> out.u32(track.id()).u32(1).u32(0).u32(0).u32(flags));
    }
}
