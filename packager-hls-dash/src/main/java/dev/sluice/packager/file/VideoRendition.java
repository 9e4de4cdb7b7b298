package dev.sluice.packager.file;

import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.codec.VideoParameters;

/**
 * A rung of the ladder.
 *
 * @param name unique in its presentation
 * @param frameRate as shown in manifests
 * @param playlistUri where its media playlist is put
 * @param iFramePlaylistUri where the playlist of its key frames is put
 */
public record VideoRendition(
        String name, TrackFile file, Rational frameRate, String playlistUri, String iFramePlaylistUri) {
    public VideoRendition {
        RelativeUri.check(playlistUri);
        RelativeUri.check(iFramePlaylistUri);
        if (!(file.track().codec() instanceof VideoParameters)) {
            throw new IllegalArgumentException("not video: " + name);
        }
        if (!file.segments().getFirst().startsWithSync()) {
            throw new IllegalArgumentException(name + " does not start with a key frame");
        }
    }

    VideoFormat format() {
        if (!(file.track().codec() instanceof VideoParameters video)) {
            throw new IllegalStateException("not video: " + name);
        }
        return video.format();
    }

    String codec() {
        return file.track().codec().codecString();
    }
}
