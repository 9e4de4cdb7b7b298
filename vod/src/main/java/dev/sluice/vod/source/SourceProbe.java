package dev.sluice.vod.source;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.file.AudioFacts;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.ffmpeg.file.RefusedFileException;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.ffmpeg.file.StreamFacts;
import dev.sluice.ffmpeg.file.VideoFacts;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at the begin of a file: what is inside, and whether it can become an asset. Safe for any thread. */
public final class SourceProbe {
    private final SourceLimits limits;

    public SourceProbe(SourceLimits limits) {
        this.limits = limits;
    }

    /**
     * @throws RefusedSourceException when the file cannot become an asset
     * @throws IOException what the input threw
     * @throws FfmpegException when FFmpeg does not work on this machine
     */
    public SourceDescription probe(SeekableInput input) throws IOException, RefusedSourceException, FfmpegException {
        try (MediaFile file = open(input, limits, new NativeMemory("probe"))) {
            SourceDescription description =
                    new SourceDescription(file.container(), file.video(), file.audio(), file.subtitles());
            checkClear(file, description);
            check(description);
            return description;
        }
    }

    /** Opens a file; what is refused is refused in the words of this package. */
    public static MediaFile open(SeekableInput input, SourceLimits limits, NativeMemory memory)
            throws IOException, RefusedSourceException, FfmpegException {
        try {
            return MediaFile.open(input, limits.file(), memory);
        } catch (RefusedFileException e) {
            String code =
                    switch (e.reason()) {
                        case EMPTY -> "empty_file";
                        case PLAYLIST -> "playlist_not_media";
                        case NOT_MEDIA -> "not_media";
                        case FORMAT_NOT_SUPPORTED -> "format_not_supported";
                        case MALFORMED -> "damaged_file";
                        case ENCRYPTED -> "encrypted";
                        case TOO_MANY_TRACKS -> "too_many_tracks";
                    };
            throw new RefusedSourceException(code, String.valueOf(e.getMessage()), e);
        }
    }

    private static void checkClear(MediaFile file, SourceDescription description) throws RefusedSourceException {
        boolean encrypted = Stream.concat(
                        description.chosenVideo().stream().map(VideoFacts::stream),
                        description.playableAudio().stream().map(AudioFacts::stream))
                .anyMatch(stream -> file.isEncrypted(stream.index()));
        if (encrypted) {
            throw new RefusedSourceException("encrypted", "The file is encrypted; it cannot be played here.");
        }
    }

    private void check(SourceDescription description) throws RefusedSourceException {
        Optional<VideoFacts> video = description.chosenVideo();
        if (video.isEmpty() && (description.playableAudio().isEmpty() || hasUndecodablePictures(description))) {
            throw nothingPlayable(description);
        }
        if (video.isPresent()) {
            VideoFacts facts = video.get();
            if ((long) facts.width() * facts.height() > limits.file().maxPixels()) {
                throw new RefusedSourceException(
                        "picture_too_large",
                        "The picture is " + facts.width() + " by " + facts.height() + " pixels; at most "
                                + limits.file().maxPixels() / 1_000_000 + " million pixels are taken.");
            }
        }
        if (description.playableAudio().size() > limits.maxAudioTracks()) {
            throw new RefusedSourceException(
                    "too_many_tracks",
                    "The file has " + description.playableAudio().size() + " sound tracks; at most "
                            + limits.maxAudioTracks() + " are taken.");
        }
        checkDuration(description.durationUs(), limits);
    }

    /** Whoever sends a film does not expect its sound alone. */
    private static boolean hasUndecodablePictures(SourceDescription description) {
        return description.videoTracks().stream()
                .anyMatch(video -> !video.attachedPicture() && !video.stream().decodable());
    }

    static void checkDuration(long durationUs, SourceLimits limits) throws RefusedSourceException {
        if (durationUs > limits.maxDuration().toNanos() / 1_000) {
            throw new RefusedSourceException(
                    "too_long",
                    "The file plays for " + durationUs / 60_000_000 + " minutes; at most "
                            + limits.maxDuration().toMinutes() + " are taken.");
        }
    }

    private static RefusedSourceException nothingPlayable(SourceDescription description) {
        List<String> codecs = Stream.concat(
                        description.videoTracks().stream()
                                .filter(video -> !video.attachedPicture())
                                .map(VideoFacts::stream),
                        description.audioTracks().stream().map(AudioFacts::stream))
                .filter(stream -> !stream.decodable())
                .map(StreamFacts::codec)
                .distinct()
                .toList();
        if (!codecs.isEmpty()) {
            boolean named = codecs.stream().noneMatch(codec -> codec.equals("none"));
            return new RefusedSourceException(
                    "codec_not_supported",
                    named
                            ? "The file is coded in " + String.join(" and ", codecs) + ", which cannot be decoded here."
                            : "The file is coded in a way that is not known here, or it is encrypted.");
        }
        return new RefusedSourceException(
                "no_playable_track", "The file holds neither moving pictures nor sound that can be played.");
    }
}
