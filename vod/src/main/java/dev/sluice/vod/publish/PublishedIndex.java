package dev.sluice.vod.publish;

import dev.sluice.media.codec.Rational;
import dev.sluice.packager.file.AudioRendition;
import dev.sluice.packager.file.FilePresentation;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.Storyboard;
import dev.sluice.packager.file.Subtitle;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.packager.file.VideoRendition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All of a finished asset that its manifests say, but for subtitles, which may change: the renditions with the places
 * of their segments. Kept as JSON beside the asset.
 *
 * @param durationUs of the asset
 * @param storyboard null for none
 */
public record PublishedIndex(
        long durationUs,
        List<VideoEntry> video,
        List<AudioEntry> audio,
        @Nullable Storyboard storyboard) {
    public PublishedIndex {
        video = List.copyOf(video);
        audio = List.copyOf(audio);
    }

    /** A stored {@link TrackFile} in words. */
    public record FileEntry(
            String uri,
            TrackText track,
            @Nullable String language,
            long compositionShiftTicks,
            List<SegmentEntry> segments) {
        public FileEntry {
            segments = List.copyOf(segments);
        }

        public static FileEntry of(TrackFile file) {
            return new FileEntry(
                    file.uri(),
                    TrackText.of(file.track()),
                    file.language(),
                    file.compositionShiftTicks(),
                    file.segments());
        }

        public TrackFile file() {
            return new TrackFile(uri, track.track(), language, compositionShiftTicks, segments);
        }
    }

    /** A rung of the ladder. */
    public record VideoEntry(String name, FileEntry file, Rational frameRate) {
        VideoRendition rendition() {
            return new VideoRendition(name, file.file(), frameRate, name + ".m3u8", name + "-iframes.m3u8");
        }
    }

    /** A sound track in one layout. */
    public record AudioEntry(String name, FileEntry file, String label, boolean preferred) {
        AudioRendition rendition() {
            return new AudioRendition(name, file.file(), label, preferred, name + ".m3u8");
        }
    }

    /** With the subtitles that there are now. */
    public FilePresentation presentation(List<Subtitle> subtitles) {
        return new FilePresentation(
                durationUs,
                video.stream().map(VideoEntry::rendition).toList(),
                audio.stream().map(AudioEntry::rendition).toList(),
                subtitles,
                storyboard);
    }
}
