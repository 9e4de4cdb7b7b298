package dev.sluice.ffmpeg.file;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container says of itself.
 *
 * @param format FFmpeg's names of the format, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param startUs presentation time of the first sample, null when unknown
 * @param durationUs as the container says or FFmpeg guesses, null when unknown
 * @param bitrateBps of all streams together, zero when unknown
 * @param metadata tags; private, since they tell places and devices
 */
public record ContainerFacts(
        String format,
        long sizeBytes,
        @Nullable Long startUs,
        @Nullable Long durationUs,
        long bitrateBps,
        Map<String, String> metadata,
        List<ChapterFacts> chapters) {
    public ContainerFacts {
        metadata = Map.copyOf(metadata);
        chapters = List.copyOf(chapters);
    }
}
