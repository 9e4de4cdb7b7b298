package dev.sluice.vod.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The times of a file's packets, on the 90 kHz clock of the file itself.
 *
 * @param video of the chosen video track; null when there is none
 * @param audio of the playable audio tracks that have any packet
 * @param truncated whether the file ends well before it says it does, or cannot be read to its end
 * @param damagedPackets that had no time or a time before the last one's
 * @param copy whether the pictures can be played as they are; null when they are not H.264
 */
public record SourceTimeline(
        @Nullable VideoTimes video,
        List<AudioTimes> audio,
        boolean truncated,
        long damagedPackets,
        @Nullable CopyFacts copy) {
    public SourceTimeline {
        audio = List.copyOf(audio);
    }

    /** Of pictures that are to be encoded. */
    public SourceTimeline(@Nullable VideoTimes video, List<AudioTimes> audio, boolean truncated, long damagedPackets) {
        this(video, audio, truncated, damagedPackets, null);
    }

    /**
     * @param firstTicks presentation time of the first picture
     * @param endTicks when the last picture ends
     * @param pictures shown
     * @param keyFrames among them and the hidden ones
     * @param typicalDistanceTicks median of the distances between pictures
     * @param largestGapTicks the longest that one picture stands
     * @param seconds the first picture at or after each whole second after the first picture, as long as it stands
     *     within that second
     */
    public record VideoTimes(
            int streamIndex,
            long firstTicks,
            long endTicks,
            long pictures,
            long keyFrames,
            long typicalDistanceTicks,
            long largestGapTicks,
            List<SecondMark> seconds) {
        public VideoTimes {
            seconds = List.copyOf(seconds);
        }
    }

    /**
     * @param second after the first picture; none for a second without a picture
     * @param pictureTicks presentation time of the second's first picture
     * @param keyTicks presentation time of the last key frame at or before it, or of the first when there is none
     * @param keyDtsTicks decode time of that key frame
     */
    public record SecondMark(int second, long pictureTicks, long keyTicks, long keyDtsTicks) {}

    /**
     * @param firstTicks presentation time of the first sound, the encoder's priming left out
     * @param endTicks when the last sound ends, as far as packets tell
     */
    public record AudioTimes(int streamIndex, long firstTicks, long endTicks, long packets) {}

    public String toJson() {
        return SourceJson.write(this);
    }

    /** @throws IllegalArgumentException when it is not what {@link #toJson} wrote */
    public static SourceTimeline fromJson(String json) {
        return SourceJson.read(json, SourceTimeline.class);
    }
}
