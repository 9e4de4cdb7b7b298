package dev.sluice.packager.cmaf.box;

import dev.sluice.media.Track;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.codec.VideoParameters;
import java.nio.charset.StandardCharsets;

/** trak and what describes its media: tkhd, mdhd, hdlr, minf (ISO/IEC 14496-12 sections 8.3 to 8.7). */
final class TrackBoxes {
    private static final int ENABLED_AND_IN_MOVIE = 3;
    private static final int SELF_CONTAINED = 1;
    private static final int FULL_VOLUME = 0x0100;

    private TrackBoxes() {}

    static byte[] trak(Track track, MovieDetails details) {
        return details.isEdited()
                ? Boxes.container("trak", tkhd(track), edts(details), mdia(track, details))
                : Boxes.container("trak", tkhd(track), mdia(track, details));
    }

    /** One edit, to the end of the fragments (ISO/IEC 14496-12 section 8.6.6). */
    private static byte[] edts(MovieDetails details) {
        return Boxes.container("edts", Boxes.fullBox("elst", 0, 0, out -> out.u32(1)
                .u32(0) // duration: of all fragments
                .u32(Math.toIntExact(details.mediaTimeTicks()))
                .u16(1)
                .u16(0))); // media rate
    }

    private static byte[] tkhd(Track track) {
        return Boxes.fullBox("tkhd", 0, ENABLED_AND_IN_MOVIE, out -> {
            out.u32(0).u32(0).u32(track.id()).u32(0).u32(0);
            out.zeros(8).u16(0).u16(0); // layer, alternate group
            switch (track.codec()) {
                case VideoParameters video -> {
                    out.u16(0).u16(0);
                    MovieBoxes.matrix(out);
                    VideoFormat format = video.format();
                    out.u32(format.displayWidth() << 16).u32(format.height() << 16);
                }
                case AudioParameters ignored -> {
                    out.u16(FULL_VOLUME).u16(0);
                    MovieBoxes.matrix(out);
                    out.u32(0).u32(0);
                }
            }
        });
    }

    private static byte[] mdia(Track track, MovieDetails details) {
        byte[] mediaHeader = mdhd(track, details);
        String extendedLanguage = details.extendedLanguage();
        return extendedLanguage == null
                ? Boxes.container("mdia", mediaHeader, hdlr(track), minf(track))
                : Boxes.container("mdia", mediaHeader, elng(extendedLanguage), hdlr(track), minf(track));
    }

    /** The extended language tag (ISO/IEC 14496-12 section 8.4.6). */
    private static byte[] elng(String tag) {
        return Boxes.fullBox("elng", 0, 0, out -> out.raw(tag.getBytes(StandardCharsets.US_ASCII))
                .u8(0));
    }

    private static byte[] mdhd(Track track, MovieDetails details) {
        return Boxes.fullBox("mdhd", 0, 0, out -> out.u32(0)
                .u32(0)
                .u32(track.timescale().ticksPerSecond())
                .u32(0)
                .u16(details.packedLanguage())
                .u16(0));
    }

    private static byte[] hdlr(Track track) {
        String handler =
                switch (track.type()) {
                    case VIDEO -> "vide";
                    case AUDIO -> "soun";
                };
        return Boxes.fullBox("hdlr", 0, 0, out -> out.u32(0)
                .fourCc(handler)
                .zeros(12)
                .fourCc("Slui")
                .fourCc("ce  ")
                .u8(0));
    }

    private static byte[] minf(Track track) {
        byte[] mediaHeader =
                switch (track.type()) {
                    case VIDEO -> Boxes.fullBox("vmhd", 0, 1, out -> out.zeros(8));
                    case AUDIO -> Boxes.fullBox("smhd", 0, 0, out -> out.zeros(4));
                };
        return Boxes.container("minf", mediaHeader, dinf(), stbl(track));
    }

    private static byte[] dinf() {
        byte[] url = Boxes.fullBox("url ", 0, SELF_CONTAINED, out -> {});
        return Boxes.container(
                "dinf", Boxes.fullBox("dref", 0, 0, out -> out.u32(1).raw(url)));
    }

    /** The sample table: only descriptions, all samples are in fragments. */
    private static byte[] stbl(Track track) {
        byte[] entry = SampleEntries.sampleEntry(track);
        return Boxes.container(
                "stbl",
                Boxes.fullBox("stsd", 0, 0, out -> out.u32(1).raw(entry)),
                Boxes.fullBox("stts", 0, 0, out -> out.u32(0)),
                Boxes.fullBox("stsc", 0, 0, out -> out.u32(0)),
                Boxes.fullBox("stsz", 0, 0, out -> out.u32(0).u32(0)),
                Boxes.fullBox("stco", 0, 0, out -> out.u32(0)));
    }
}
