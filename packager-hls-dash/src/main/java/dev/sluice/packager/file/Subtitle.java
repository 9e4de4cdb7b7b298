package dev.sluice.packager.file;

import org.jspecify.annotations.Nullable;

/**
 * A whole WebVTT file.
 *
 * @param name unique in its presentation
 * @param uri of the file, relative to the manifests
 * @param playlistUri where its media playlist is put
 * @param language BCP 47 or three letters of ISO 639-2; null when unknown
 * @param label what a player lists it as; blank for the name of the language
 * @param preferred true when it shows unless the user says otherwise
 */
public record Subtitle(
        String name,
        String uri,
        int sizeBytes,
        String playlistUri,
        @Nullable String language,
        String label,
        Kind kind,
        boolean preferred) {
    public Subtitle {
        RelativeUri.check(uri);
        RelativeUri.check(playlistUri);
    }

    /** Whom it serves. */
    public enum Kind {
        /** What is said. */
        SUBTITLES,
        /** What is said and heard, for those who hear nothing. */
        CAPTIONS,
        /** Only what is in another language than the sound. */
        FORCED
    }

    /**
     * A language as manifests write it: BCP 47 with the shortest code.
     *
     * @param language BCP 47 or three letters of ISO 639-2
     * @return null when it is none that is known
     */
    public static @Nullable String normalLanguage(@Nullable String language) {
        return LanguageTag.of(language).orNull();
    }

    LanguageTag languageTag() {
        return LanguageTag.of(language);
    }
}
