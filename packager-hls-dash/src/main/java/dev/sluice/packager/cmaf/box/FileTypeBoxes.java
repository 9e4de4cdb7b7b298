package dev.sluice.packager.cmaf.box;

/** Brands: ftyp of an init segment and styp of a segment (ISO/IEC 14496-12 sections 4.3 and 8.16.2, CMAF section 7). */
public final class FileTypeBoxes {
    private FileTypeBoxes() {}

    /** The file type of a CMAF header; {@code cmf2} says signed composition offsets and no edit list. */
    static byte[] ftyp() {
        return brands("ftyp", "cmfc", "iso6", "cmfc", "cmf2");
    }

    /**
     * The file type of a CMAF track file with a segment index; {@code dash} says that it is a self-initializing media
     * segment (ISO/IEC 23009-1 section 6.3.5). It is none of the older brands: {@code isom}, {@code mp41} and
     * {@code mp42} do not know offsets that count from the moof (before {@code iso5}), nor tfdt and signed composition
     * offsets (before {@code iso6}).
     *
     * @param isEdited whether there is an edit list, which {@code cmf2} does not have
     */
    static byte[] indexedFtyp(boolean isEdited) {
        return isEdited
                ? brands("ftyp", "iso6", "iso6", "cmfc", "dash")
                : brands("ftyp", "iso6", "iso6", "cmfc", "cmf2", "dash");
    }

    /** The file type of a fragmented file of several tracks, so none of CMAF's. */
    static byte[] filmFtyp() {
        return brands("ftyp", "iso6", "iso6");
    }

    /** The segment type that begins each segment. */
    public static byte[] styp() {
        return brands("styp", "msdh", "msdh", "cmfs", "cmff", "cmfl");
    }

    private static byte[] brands(String type, String major, String... compatible) {
        return Boxes.box(type, out -> {
            out.fourCc(major).u32(0);
            for (String brand : compatible) {
                out.fourCc(brand);
            }
        });
    }
}
