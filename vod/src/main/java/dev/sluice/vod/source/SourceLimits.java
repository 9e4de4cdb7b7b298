package dev.sluice.vod.source;

import dev.sluice.ffmpeg.file.MediaFileLimits;
import java.time.Duration;

/**
 * What a source may be.
 *
 * @param file limits of reading it at all
 * @param maxAudioTracks of tracks that can be decoded
 * @param maxDuration of the whole
 * @param maxStandstill how long one picture may stand, unless it is the only one, and how long nothing may come at all
 * @param maxPackets read in one pass over the file
 */
public record SourceLimits(
        MediaFileLimits file, int maxAudioTracks, Duration maxDuration, Duration maxStandstill, long maxPackets) {
    public static final SourceLimits DEFAULTS =
            new SourceLimits(MediaFileLimits.DEFAULTS, 16, Duration.ofHours(12), Duration.ofMinutes(10), 20_000_000);

    public SourceLimits {
        if (maxAudioTracks < 1 || !maxDuration.isPositive() || !maxStandstill.isPositive() || maxPackets < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
