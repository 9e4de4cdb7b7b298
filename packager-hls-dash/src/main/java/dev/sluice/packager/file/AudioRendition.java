package dev.sluice.packager.file;

import dev.sluice.media.codec.AudioParameters;

/**
 * Sound in one language and channel layout. Several renditions of one language and label are one choice of the listener
 * with several layouts.
 *
 * @param name unique in its presentation
 * @param label what a player lists it as; blank for the name of the language
 * @param preferred true for what plays unless the user says otherwise; when none is, the first
 * @param playlistUri where its media playlist is put
 */
public record AudioRendition(String name, TrackFile file, String label, boolean preferred, String playlistUri) {
    public AudioRendition {
        RelativeUri.check(playlistUri);
        if (!(file.track().codec() instanceof AudioParameters)) {
            throw new IllegalArgumentException("not audio: " + name);
        }
    }

    AudioParameters parameters() {
        if (!(file.track().codec() instanceof AudioParameters audio)) {
            throw new IllegalStateException("not audio: " + name);
        }
        return audio;
    }

    String codec() {
        return parameters().codecString();
    }
}
