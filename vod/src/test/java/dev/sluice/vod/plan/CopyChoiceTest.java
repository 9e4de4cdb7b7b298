package dev.sluice.vod.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.ffmpeg.codec.DynamicRange;
import dev.sluice.ffmpeg.codec.PictureTurn;
import dev.sluice.ffmpeg.codec.VideoCodec;
import dev.sluice.ffmpeg.codec.VideoColour;
import dev.sluice.ffmpeg.file.ContainerFacts;
import dev.sluice.ffmpeg.file.StreamFacts;
import dev.sluice.ffmpeg.file.VideoFacts;
import dev.sluice.media.codec.Rational;
import dev.sluice.vod.plan.LadderPlan.Piece;
import dev.sluice.vod.plan.LadderPlan.VideoPlan;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import dev.sluice.vod.source.CopyFacts;
import dev.sluice.vod.source.CopyFacts.Start;
import dev.sluice.vod.source.SourceDescription;
import dev.sluice.vod.source.SourceTimeline;
import dev.sluice.vod.source.SourceTimeline.SecondMark;
import dev.sluice.vod.source.SourceTimeline.VideoTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyChoiceTest {
    private static final EncodeProfile STANDARD = EncodeProfile.standard();
    private static final int SECONDS = 30;
    private static final long ORIGIN = 1_000;
    /** Of a second, below the peak of the rung of 720p. */
    private static final long BYTES_PER_SECOND = 250_000;

    private final Facts facts = new Facts();
    private CopyFacts copy = copyFacts(2, BYTES_PER_SECOND);
    private boolean truncated;

    /** What is told of the pictures; an ordinary film unless a test says otherwise. */
    private static final class Facts {
        private String codec = "h264";
        private @Nullable String profile = "High";
        private int width = 1280;
        private int height = 720;
        private Rational pixel = Rational.ONE;
        private PictureTurn turn = PictureTurn.NONE;
        private Rational rate = new Rational(30, 1);
        private boolean interlaced;
        private String format = "yuv420p";
        private int bits = 8;
        private DynamicRange range = DynamicRange.STANDARD;
        private long bitrateBps;

        VideoFacts build() {
            return new VideoFacts(
                    new StreamFacts(0, codec, profile, true, null, null, true, false, 0L, 0L, bitrateBps),
                    width,
                    height,
                    pixel,
                    turn,
                    rate,
                    rate,
                    interlaced,
                    format,
                    bits,
                    VideoColour.UNSPECIFIED,
                    range,
                    false);
        }
    }

    @Test
    void ordinaryFilm_isItsOwnTopRung_andSegmentsBeginAtItsIdrPictures() {
        LadderPlan plan = plan(STANDARD);
        VideoPlan video = Objects.requireNonNull(plan.video());

        assertThat(video.encodedBecause()).isEmpty();
        assertThat(video.renditions())
                .extracting(VideoRendition::name, VideoRendition::copied)
                .startsWith(tuple("720p", true), tuple("480p", false));
        assertThat(plan.segmentStartTicks())
                .containsExactly(0L, 360_000L, 720_000L, 1_080_000L, 1_440_000L, 1_800_000L, 2_160_000L, 2_520_000L);
        assertThat(plan.pieces())
                .containsExactly(
                        new Piece(0, 0, 5, ORIGIN, ORIGIN - 100),
                        new Piece(1, 5, 8, ORIGIN + 1_800_000, ORIGIN + 1_800_000 - 100));
        assertThat(LadderPlan.fromJson(plan.toJson())).isEqualTo(plan);
        LadderPlan encoded = plan(STANDARD.withCopy(false));
        assertThat(plan.cost().cpuSecondsPerMinute()).isLessThan(encoded.cost().cpuSecondsPerMinute());
        assertThat(plan.cost().pixelsPerSecond()).isLessThan(encoded.cost().pixelsPerSecond());
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "2, 4", "3, 3", "4, 4", "5, 5", "6, 6"})
    void segments_areAsNearToTheProfilesLengthAsTheSourceAllows(int idrSeconds, int segmentSeconds) {
        copy = copyFacts(idrSeconds, BYTES_PER_SECOND);
        LadderPlan plan = plan(STANDARD);
        List<Long> starts = plan.segmentStartTicks();
        assertThat(reasons(plan)).isEmpty();
        for (int i = 1; i < starts.size(); i++) {
            assertThat(starts.get(i) - starts.get(i - 1)).isEqualTo(segmentSeconds * 90_000L);
        }
        long last = plan.durationTicks() - starts.getLast();
        assertThat(last).isPositive().isLessThanOrEqualTo(6 * 90_000L);
    }

    @Test
    void otherCodecs_getAllRungsWithTheSameBoundaries_andNoneIsCopied() {
        LadderPlan plan = plan(STANDARD.withCodecs(List.of(VideoCodec.H264, VideoCodec.AV1, VideoCodec.HEVC)));
        List<VideoRendition> renditions = Objects.requireNonNull(plan.video()).renditions();
        assertThat(renditions)
                .extracting(VideoRendition::name)
                .containsExactly(
                        "720p",
                        "480p",
                        "360p",
                        "240p",
                        "720p-av1",
                        "480p-av1",
                        "360p-av1",
                        "240p-av1",
                        "720p-hevc",
                        "480p-hevc",
                        "360p-hevc",
                        "240p-hevc");
        assertThat(renditions.stream().filter(VideoRendition::copied)).hasSize(1);
        assertThat(renditions.get(4).maxBitrateBps())
                .isLessThan(renditions.get(0).maxBitrateBps());
        assertThat(plan.segmentStartTicks()).isEqualTo(plan(STANDARD).segmentStartTicks());
    }

    @Test
    void profileWithoutCopies_hasEveryRungEncoded_onItsOwnGrid() {
        assertEncoded(STANDARD.withCopy(false), "the profile has every rung encoded");
    }

    @Test
    void otherCodec_isEncoded() {
        facts.codec = "hevc";
        assertEncoded("it is coded in hevc");
    }

    @Test
    void profileThatFewPlayersKnow_isEncoded() {
        facts.profile = "High 4:2:2";
        assertEncoded("its profile of H.264 is High 4:2:2");
    }

    @Test
    void tenBits_areEncoded() {
        facts.format = "yuv420p10le";
        facts.bits = 10;
        assertEncoded("its pictures are yuv420p10le, not 8-bit 4:2:0");
    }

    @Test
    void interlaced_isEncoded() {
        facts.interlaced = true;
        assertEncoded("it is interlaced");
    }

    @Test
    void turned_isEncoded() {
        facts.turn = PictureTurn.CLOCKWISE;
        assertEncoded("its pictures are stored turned; no rung has its size, 1280x720");
    }

    @Test
    void oblongPixels_areEncoded() {
        facts.pixel = new Rational(4, 3);
        assertEncoded("its pixels are not square; no rung has its size, 1280x720");
    }

    @Test
    void highDynamicRange_isEncoded() {
        facts.range = DynamicRange.HLG;
        assertEncoded("it has a high dynamic range");
    }

    @Test
    void sizeBetweenTheRungs_isEncoded() {
        facts.width = 1290;
        facts.height = 726;
        assertEncoded("no rung has its size, 1290x726");
    }

    @Test
    void moreBitsThanTheRungMayHave_areEncoded_whereverTheyAre() {
        facts.bitrateBps = 3_000_001;
        assertEncoded("it takes more than the 3000 kbit/s of the rung 720p");
        facts.bitrateBps = 0;
        copy = copyFacts(2, 3_000_000 / 8 + 1_000);
        assertEncoded("it takes more than the 3000 kbit/s of the rung 720p");
        // One segment far above the peak, all together below it.
        List<Start> starts = new ArrayList<>(copyFacts(2, 100_000).starts());
        for (int i = 8; i < starts.size(); i++) {
            Start start = starts.get(i);
            starts.set(i, new Start(start.ptsTicks(), start.dtsTicks(), start.bytesBefore() + 2_200_000));
        }
        copy = new CopyFacts(null, 100, 0, 31, starts, starts.getLast().bytesBefore() + 200_000);
        assertEncoded("it takes more than the 3000 kbit/s of the rung 720p");
    }

    @Test
    void morePicturesPerSecondThanTheRungMayHave_areEncoded() {
        facts.rate = new Rational(120, 1);
        assertEncoded("it has more pictures per second than the rung 720p");
    }

    @Test
    void keyFramesTooFarApart_areEncoded() {
        copy = copyFacts(7, BYTES_PER_SECOND);
        assertEncoded("its IDR pictures are more than 6.0 seconds apart, or its sound is longer by that");
    }

    @Test
    void obstacleAmongThePackets_isTold() {
        copy = new CopyFacts("its parameter sets change on the way", 100, 0, 31, List.of(), 0);
        assertEncoded("its parameter sets change on the way");
    }

    @Test
    void fileThatEndsEarly_isEncoded() {
        truncated = true;
        assertEncoded("it is not complete");
    }

    @Test
    void profileOrLevelOfTheParameterSets_countsAsWell() {
        copy = new CopyFacts(null, 66, 0, 31, copy.starts(), copy.totalBytes());
        assertEncoded("its profile of H.264 is not one that all players know");
        copy = new CopyFacts(null, 66, 0x40, 31, copy.starts(), copy.totalBytes());
        assertThat(reasons(plan(STANDARD))).isEmpty();
        copy = new CopyFacts(null, 100, 0, 60, copy.starts(), copy.totalBytes());
        assertEncoded("its level of H.264 is above 5.2");
    }

    @Test
    void preview_saysCopied_withoutKnowingThePackets() {
        LadderPlan plan = LadderPlanner.plan(source(), null, STANDARD);
        assertThat(Objects.requireNonNull(plan.video()).renditions().getFirst().copied())
                .isTrue();
        assertThat(plan.exact()).isFalse();
    }

    private void assertEncoded(String because) {
        assertEncoded(STANDARD, because);
    }

    private void assertEncoded(EncodeProfile profile, String because) {
        LadderPlan plan = plan(profile);
        assertThat(String.join("; ", reasons(plan))).isEqualTo(because);
        assertThat(Objects.requireNonNull(plan.video()).renditions()).noneMatch(VideoRendition::copied);
        // On the grid of whole seconds.
        assertThat(plan.segmentStartTicks()).startsWith(0L, 360_000L, 720_000L);
    }

    private static List<String> reasons(LadderPlan plan) {
        return Objects.requireNonNull(plan.video()).encodedBecause();
    }

    private LadderPlan plan(EncodeProfile profile) {
        List<SecondMark> marks = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            long ticks = ORIGIN + second * 90_000L;
            marks.add(new SecondMark(second, ticks, ticks, ticks - 100));
        }
        VideoTimes times =
                new VideoTimes(0, ORIGIN, ORIGIN + SECONDS * 90_000L, SECONDS * 30L, SECONDS, 3_000, 3_000, marks);
        return LadderPlanner.plan(source(), new SourceTimeline(times, List.of(), truncated, 0, copy), profile);
    }

    private SourceDescription source() {
        ContainerFacts container = new ContainerFacts("mov", 1_000, 0L, SECONDS * 1_000_000L, 0, Map.of(), List.of());
        return new SourceDescription(container, List.of(facts.build()), List.of(), List.of());
    }

    private static CopyFacts copyFacts(int idrSeconds, long bytesPerSecond) {
        List<Start> starts = new ArrayList<>();
        for (int second = 0; second < SECONDS; second += idrSeconds) {
            long ticks = ORIGIN + second * 90_000L;
            starts.add(new Start(ticks, ticks - 100, second * bytesPerSecond));
        }
        return new CopyFacts(null, 100, 0, 31, starts, SECONDS * bytesPerSecond);
    }
}
