package dev.sluice.packager.cmaf.box;

import org.jspecify.annotations.Nullable;

/**
 * What a movie header says of a track beside its codec.
 *
 * @param language of mdhd: three small letters of ISO 639-2/T, {@code und} when unknown
 * @param extendedLanguage of elng: a BCP 47 tag that says more than the three letters; null for none
 * @param durationTicks of mehd: the whole presentation in the track's timescale; zero when unknown, as in a live stream
 * @param mediaTimeTicks of the edit list: the composition time that is shown first; zero for no edit list
 */
public record MovieDetails(
        String language, @Nullable String extendedLanguage, long durationTicks, long mediaTimeTicks) {
    static final MovieDetails LIVE = new MovieDetails("und", null, 0, 0);

    private static final int LETTER_BASE = 0x60;

    public MovieDetails {
        if (!language.matches("[a-z]{3}")) {
            throw new IllegalArgumentException("not a language of ISO 639-2: " + language);
        }
        if (mediaTimeTicks < 0 || mediaTimeTicks > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("an edit list that begins at " + mediaTimeTicks);
        }
    }

    boolean isEdited() {
        return mediaTimeTicks > 0;
    }

    /** Three letters of five bits each (ISO/IEC 14496-12 section 8.4.2.3). */
    int packedLanguage() {
        int packed = 0;
        for (int i = 0; i < language.length(); i++) {
            packed = packed << 5 | (language.charAt(i) - LETTER_BASE);
        }
        return packed;
    }
}
