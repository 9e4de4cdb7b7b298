package dev.sluice.vod.plan;

import dev.sluice.ffmpeg.codec.VideoCodec;
import dev.sluice.vod.source.SourceJson;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A named way to encode files: H.264 and AAC always, other codecs of pictures beside it when they are named.
 *
 * @param name lower-case letters, digits and hyphens
 * @param version grows with every change, so that an asset tells what it was made with
 * @param rungs from the largest to the smallest
 * @param preset speed in x264's words
 * @param segmentSeconds distance of segment boundaries, whole seconds
 * @param pieceSeconds about how much is encoded in one go; whole segments
 * @param stereoBitrateBps of each AAC rendition of up to two channels
 * @param surroundBitrateBps of each AAC rendition of 5.1 channels
 * @param loudnessLufs that sound is brought to (EBU R 128); null to leave it as it is
 * @param codecs that every rung is made in, H.264 among them, in the order in which players see them
 * @param copy whether the source's own pictures are the rung that they equal, where they can be
 */
public record EncodeProfile(
        String name,
        int version,
        List<Rung> rungs,
        String preset,
        int segmentSeconds,
        int pieceSeconds,
        int stereoBitrateBps,
        int surroundBitrateBps,
        @Nullable Double loudnessLufs,
        List<VideoCodec> codecs,
        boolean copy) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Set<String> PRESETS =
            Set.of("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower");
    private static final int MAX_RUNGS = 12;

    /**
     * @param height of the box of 16 by 9 that the picture fits in, upright or lying; the shorter side of most pictures
     * @param maxBitrateBps peak
     * @param crf quality that is held below the peak, in x264's measure
     * @param maxFrameRate pictures per second at most
     */
    public record Rung(int height, int maxBitrateBps, int crf, int maxFrameRate) {
        public Rung {
            check(height >= 90 && height <= 4320, "a rung's height is 90 to 4320");
            check(maxBitrateBps >= 50_000 && maxBitrateBps <= 200_000_000, "a rung's peak is 50 kbit/s to 200 Mbit/s");
            check(crf >= 10 && crf <= 45, "a rung's crf is 10 to 45");
            check(maxFrameRate >= 10 && maxFrameRate <= 60, "a rung's frame rate is 10 to 60");
        }
    }

    /** Everything is encoded, pictures in H.264 alone, and sound stays as loud as it is. */
    public EncodeProfile(
            String name,
            int version,
            List<Rung> rungs,
            String preset,
            int segmentSeconds,
            int pieceSeconds,
            int stereoBitrateBps,
            int surroundBitrateBps) {
        this(
                name,
                version,
                rungs,
                preset,
                segmentSeconds,
                pieceSeconds,
                stereoBitrateBps,
                surroundBitrateBps,
                null,
                List.of(VideoCodec.H264),
                false);
    }

    public EncodeProfile {
        rungs = List.copyOf(rungs);
        codecs = List.copyOf(codecs);
        check(NAME.matcher(name).matches(), "a profile's name is of lower-case letters, digits and hyphens");
        check(version >= 1, "a profile's version is 1 or more");
        check(!rungs.isEmpty() && rungs.size() <= MAX_RUNGS, "a profile has 1 to " + MAX_RUNGS + " rungs");
        Set<Integer> heights = new HashSet<>();
        for (int i = 0; i < rungs.size(); i++) {
            check(heights.add(rungs.get(i).height()), "two rungs have one height");
            check(
                    i == 0 || rungs.get(i).height() < rungs.get(i - 1).height(),
                    "rungs go from the largest to the smallest");
            check(
                    i == 0 || rungs.get(i).maxBitrateBps() < rungs.get(i - 1).maxBitrateBps(),
                    "a smaller rung has a smaller peak");
        }
        check(PRESETS.contains(preset), "a preset is one of " + PRESETS);
        check(segmentSeconds >= 1 && segmentSeconds <= 10, "a segment has 1 to 10 seconds");
        check(pieceSeconds >= segmentSeconds && pieceSeconds <= 600, "a piece has a segment to 600 seconds");
        check(stereoBitrateBps >= 32_000 && stereoBitrateBps <= 320_000, "stereo has 32 to 320 kbit/s");
        check(surroundBitrateBps >= 96_000 && surroundBitrateBps <= 768_000, "5.1 has 96 to 768 kbit/s");
        check(loudnessLufs == null || (loudnessLufs >= -40 && loudnessLufs <= -10), "loudness is -40 to -10 LUFS");
        check(codecs.contains(VideoCodec.H264), "the codecs of a profile are h264 and others beside it");
        check(Set.copyOf(codecs).size() == codecs.size(), "a codec is there twice");
    }

    /** With sound brought to a loudness. */
    public EncodeProfile withLoudness(double lufs) {
        return with(lufs, codecs, copy);
    }

    /** With rungs in these codecs. */
    public EncodeProfile withCodecs(List<VideoCodec> wanted) {
        return with(loudnessLufs, wanted, copy);
    }

    /** With the source's own pictures among the rungs, where they can be, or without. */
    public EncodeProfile withCopy(boolean wanted) {
        return with(loudnessLufs, codecs, wanted);
    }

    private EncodeProfile with(@Nullable Double lufs, List<VideoCodec> wantedCodecs, boolean wantedCopy) {
        return new EncodeProfile(
                name,
                version,
                rungs,
                preset,
                segmentSeconds,
                pieceSeconds,
                stereoBitrateBps,
                surroundBitrateBps,
                lufs,
                wantedCodecs,
                wantedCopy);
    }

    /** What is used when nothing else is asked for. */
    public static EncodeProfile standard() {
        EncodeProfile all = new EncodeProfile(
                "standard",
                1,
                List.of(
                        new Rung(2160, 16_000_000, 23, 60),
                        new Rung(1440, 9_000_000, 23, 60),
                        new Rung(1080, 5_500_000, 23, 60),
                        new Rung(720, 3_000_000, 23, 60),
                        new Rung(480, 1_500_000, 23, 30),
                        new Rung(360, 850_000, 23, 30),
                        new Rung(240, 450_000, 24, 30)),
                "veryfast",
                4,
                20,
                128_000,
                320_000);
        return all.withCopy(true);
    }

    public String toJson() {
        return SourceJson.write(this);
    }

    /** @throws IllegalArgumentException when it is no valid profile */
    public static EncodeProfile fromJson(String json) {
        return SourceJson.read(json, EncodeProfile.class);
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
