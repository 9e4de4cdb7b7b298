package dev.sluice.engine.asset;

import org.jspecify.annotations.Nullable;

/**
 * Text that an asset is shown with.
 *
 * @param name unique among all renditions and subtitles of the asset
 * @param language BCP 47; null when not known
 * @param label what players list it as; blank for the name of the language
 * @param objectName of the WebVTT file, beneath the asset's prefix; never used for another text
 * @param preferred whether it shows unless the viewer says otherwise
 */
public record AssetSubtitle(
        String name,
        @Nullable String language,
        String label,
        Kind kind,
        Origin origin,
        String objectName,
        int sizeBytes,
        boolean preferred) {
    private static final String SUFFIX = ".vtt";

    public AssetSubtitle {
        if (!objectName.endsWith(SUFFIX)) {
            throw new IllegalArgumentException("not the name of a WebVTT file: " + objectName);
        }
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

    /** Where it is from. */
    public enum Origin {
        /** The file itself. */
        EMBEDDED,
        /** Sent on its own. */
        UPLOADED
    }

    /** Name of the HLS playlist, which is as immutable as the file. */
    public String playlistName() {
        return objectStem() + "m3u8";
    }

    /** What the names of all its objects begin with, and those of no others. */
    public String objectStem() {
        return objectName.substring(0, objectName.length() - SUFFIX.length() + 1);
    }
}
