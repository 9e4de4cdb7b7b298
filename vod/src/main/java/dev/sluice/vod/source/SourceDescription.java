package dev.sluice.vod.source;

import dev.sluice.ffmpeg.file.AudioFacts;
import dev.sluice.ffmpeg.file.ContainerFacts;
import dev.sluice.ffmpeg.file.StreamFacts;
import dev.sluice.ffmpeg.file.SubtitleFacts;
import dev.sluice.ffmpeg.file.VideoFacts;
import dev.sluice.media.codec.Rational;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a file says it is, before its packets are looked at.
 *
 * @param container its metadata is private and goes into no output
 */
public record SourceDescription(
        ContainerFacts container,
        List<VideoFacts> videoTracks,
        List<AudioFacts> audioTracks,
        List<SubtitleFacts> subtitleTracks) {
    /** A track that has so many times fewer pictures than another one is a row of stills. */
    private static final int STILLS_DIVISOR = 8;

    public SourceDescription {
        videoTracks = List.copyOf(videoTracks);
        audioTracks = List.copyOf(audioTracks);
        subtitleTracks = List.copyOf(subtitleTracks);
    }

    /**
     * The track of moving pictures that is shown: the default one, of those one that moves, of those the largest, of
     * those the first. Phones put a few large stills beside a film of a second.
     */
    public Optional<VideoFacts> chosenVideo() {
        List<VideoFacts> shown = videoTracks.stream()
                .filter(video -> !video.attachedPicture()
                        && video.stream().decodable()
                        && video.width() > 0
                        && video.height() > 0)
                .toList();
        double fastest = shown.stream()
                .mapToDouble(SourceDescription::picturesPerSecond)
                .max()
                .orElse(0);
        return shown.stream()
                .max(Comparator.comparing((VideoFacts video) -> video.stream().isDefault())
                        .thenComparing(video -> picturesPerSecond(video) * STILLS_DIVISOR >= fastest)
                        .thenComparing(video -> (long) video.width() * video.height())
                        .thenComparing(video -> -video.stream().index()));
    }

    /** Zero when not known. */
    private static double picturesPerSecond(VideoFacts video) {
        Rational rate = video.averageFrameRate();
        return rate == null ? 0 : rate.toDouble();
    }

    /** The audio tracks that can be decoded, in the order of the file. */
    public List<AudioFacts> playableAudio() {
        return audioTracks.stream()
                .filter(audio -> audio.stream().decodable() && audio.channelCount() > 0 && audio.sampleRateHz() > 0)
                .toList();
    }

    /** As the container says; zero when it does not. */
    public long durationUs() {
        Long durationUs = container.durationUs();
        return durationUs == null ? 0 : durationUs;
    }

    /** How long the file says that what is played of it is; zero when it does not. */
    public long playedDurationUs() {
        return Stream.concat(
                        chosenVideo().stream().map(VideoFacts::stream),
                        playableAudio().stream().map(AudioFacts::stream))
                .map(StreamFacts::durationUs)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max()
                .orElse(durationUs());
    }

    public String toJson() {
        return SourceJson.write(this);
    }

    /** @throws IllegalArgumentException when it is not what {@link #toJson} wrote */
    public static SourceDescription fromJson(String json) {
        return SourceJson.read(json, SourceDescription.class);
    }
}
