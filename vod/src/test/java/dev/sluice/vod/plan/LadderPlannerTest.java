package dev.sluice.vod.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ffmpeg.codec.DynamicRange;
import dev.sluice.ffmpeg.codec.PictureTurn;
import dev.sluice.ffmpeg.codec.VideoColour;
import dev.sluice.ffmpeg.file.AudioFacts;
import dev.sluice.ffmpeg.file.ContainerFacts;
import dev.sluice.ffmpeg.file.StreamFacts;
import dev.sluice.ffmpeg.file.VideoFacts;
import dev.sluice.media.codec.Rational;
import dev.sluice.vod.plan.EncodeProfile.Rung;
import dev.sluice.vod.plan.LadderPlan.AudioRendition;
import dev.sluice.vod.plan.LadderPlan.DroppedRung;
import dev.sluice.vod.plan.LadderPlan.Piece;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import dev.sluice.vod.source.SourceDescription;
import dev.sluice.vod.source.SourceTimeline;
import dev.sluice.vod.source.SourceTimeline.AudioTimes;
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

class LadderPlannerTest {
    private static final EncodeProfile STANDARD = EncodeProfile.standard();
    private static final Rational THIRTY = new Rational(30, 1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1920|1080|1/1|NONE|1080p=1920x1080 720p=1280x720 480p=854x480 360p=640x360 240p=426x240",
                "1920|1080|1/1|CLOCKWISE|1080p=1080x1920 720p=720x1280 480p=480x854 360p=360x640 240p=240x426",
                "1080|1080|1/1|NONE|1080p=1080x1080 720p=720x720 480p=480x480 360p=360x360 240p=240x240",
                "1920|800|1/1|NONE|1080p=1920x800 720p=1280x534 480p=854x356 360p=640x266 240p=426x178",
                "720|576|16/15|NONE|576p=768x576 480p=640x480 360p=480x360 240p=320x240",
                "1440|1080|4/3|NONE|1080p=1920x1080 720p=1280x720 480p=854x480 360p=640x360 240p=426x240",
                "163|121|1/1|NONE|122p=164x122",
                "500|300|1/1|NONE|300p=500x300 240p=400x240",
                "1|1|1/1|NONE|2p=2x2",
            })
    void ladder_keepsTheShapeAndNeverEnlarges(int width, int height, String shape, PictureTurn turn, String ladder) {
        String[] parts = shape.split("/", 2);
        Rational pixel = new Rational(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        LadderPlan plan = LadderPlanner.plan(source(video(width, height, pixel, turn, THIRTY)), null, STANDARD);

        assertThat(renditions(plan).stream()
                        .map(r -> r.name() + "=" + r.width() + "x" + r.height())
                        .toList())
                .containsExactly(ladder.split(" "));
        assertThat(plan.exact()).isFalse();
    }

    @Test
    void droppedRungs_areToldWithTheReason() {
        LadderPlan plan =
                LadderPlanner.plan(source(video(1300, 730, Rational.ONE, PictureTurn.NONE, THIRTY)), null, STANDARD);
        assertThat(plan.dropped().stream().map(DroppedRung::name)).containsExactly("2160p", "1440p", "1080p");
        assertThat(plan.dropped().getFirst().reason())
                .contains("larger than the source")
                .contains("1300x730");
    }

    @ParameterizedTest
    @CsvSource({"24,24,24", "25,25,25", "30,30,30", "50,50,25", "60,60,30", "120,60,30", "100,50,25"})
    void frameRate_isKeptUpToTheLimitOfTheRung(int source, int top, int low) {
        Rational rate = new Rational(source, 1);
        LadderPlan plan =
                LadderPlanner.plan(source(video(1280, 720, Rational.ONE, PictureTurn.NONE, rate)), null, STANDARD);
        assertThat(renditions(plan).getFirst().frameRate()).isEqualTo(new Rational(top, 1));
        assertThat(renditions(plan).getLast().frameRate()).isEqualTo(new Rational(low, 1));
        assertThat(renditions(plan).getFirst().minDistanceTicks() == 0).isEqualTo(source == top);
    }

    @Test
    void boundaries_standOnPicturesAndPiecesOnBoundaries() {
        List<SecondMark> marks = new ArrayList<>();
        for (int second = 0; second < 21; second++) {
            // NTSC film: the first picture after a whole second is not on it.
            long picture = 1_000 + (long) Math.ceil(second * 90_000 / 3_753.75) * 15_015 / 4;
            marks.add(new SecondMark(second, picture, 1_000 + second / 5 * 450_000L, 500 + second / 5 * 450_000L));
        }
        SourceTimeline timeline = new SourceTimeline(
                new VideoTimes(0, 1_000, 1_000 + 21 * 90_000, 500, 5, 3_754, 3_754, marks), List.of(), false, 0);
        LadderPlan plan = LadderPlanner.plan(
                source(video(640, 360, Rational.ONE, PictureTurn.NONE, new Rational(24_000, 1_001))),
                timeline,
                STANDARD);

        assertThat(plan.originTicks()).isEqualTo(1_000);
        assertThat(plan.durationTicks()).isEqualTo(21 * 90_000);
        assertThat(plan.segmentStartTicks())
                .containsExactly(
                        0L,
                        marks.get(4).pictureTicks() - 1_000,
                        marks.get(8).pictureTicks() - 1_000,
                        marks.get(12).pictureTicks() - 1_000,
                        marks.get(16).pictureTicks() - 1_000,
                        marks.get(20).pictureTicks() - 1_000);
        assertThat(plan.pieces())
                .containsExactly(
                        new Piece(0, 0, 3, 1_000, 500), new Piece(1, 3, 6, 1_000 + 2 * 450_000, 500 + 2 * 450_000));
        assertThat(LadderPlan.fromJson(plan.toJson())).isEqualTo(plan);
        assertThat(SourceTimeline.fromJson(timeline.toJson())).isEqualTo(timeline);
    }

    @Test
    void standstill_hasBoundariesOnTheGrid() {
        List<SecondMark> marks = List.of(new SecondMark(0, 0, 0, 0), new SecondMark(13, 1_180_000, 1_180_000, 0));
        SourceTimeline timeline = new SourceTimeline(
                new VideoTimes(0, 0, 14 * 90_000, 2, 2, 1_180_000, 1_180_000, marks), List.of(), false, 0);
        LadderPlan plan =
                LadderPlanner.plan(source(video(640, 360, Rational.ONE, PictureTurn.NONE, THIRTY)), timeline, STANDARD);
        assertThat(plan.segmentStartTicks()).containsExactly(0L, 360_000L, 720_000L, 1_080_000L);
    }

    @Test
    void soundAlone_hasSegmentsAndNoPieces() {
        SourceDescription source = new SourceDescription(
                container(10_000_000), List.of(), List.of(audio(0, 44_100, 2, "deu", true)), List.of());
        SourceTimeline timeline = new SourceTimeline(null, List.of(new AudioTimes(0, -500, 899_500, 400)), false, 0);
        LadderPlan plan = LadderPlanner.plan(source, timeline, STANDARD);

        assertThat(plan.video()).isNull();
        assertThat(plan.pieces()).isEmpty();
        assertThat(plan.originTicks()).isEqualTo(-500);
        assertThat(plan.segmentStartTicks()).containsExactly(0L, 360_000L, 720_000L);
        assertThat(plan.audio())
                .containsExactly(new AudioRendition("audio-1", 0, 44_100, 2, 128_000, "deu", "Title 0", true, null));
    }

    @Test
    void surround_isKeptBesideStereoAndLanguagesAreChecked() {
        SourceDescription source = new SourceDescription(
                container(10_000_000),
                List.of(),
                List.of(audio(0, 96_000, 6, "EN", false), audio(1, 8_000, 1, "x\" onload", true)),
                List.of());
        LadderPlan plan = LadderPlanner.plan(source, null, STANDARD);
        assertThat(plan.audio())
                .containsExactly(
                        new AudioRendition("audio-1", 0, 48_000, 2, 128_000, "en", "Title 0", false, null),
                        new AudioRendition("audio-1-surround", 0, 48_000, 6, 320_000, "en", "Title 0", false, null),
                        new AudioRendition("audio-2", 1, 48_000, 1, 64_000, null, "Title 1", true, null));
    }

    @Test
    void hdr_isMappedBeforeItIsTurned() {
        VideoFacts hdr = new VideoFacts(
                stream(0, "hevc", null),
                3840,
                2160,
                Rational.ONE,
                PictureTurn.CLOCKWISE,
                THIRTY,
                THIRTY,
                false,
                "yuv420p10le",
                10,
                new VideoColour(9, 16, 9, false, 1),
                DynamicRange.PQ,
                false);
        LadderPlan plan = LadderPlanner.plan(source(hdr), null, STANDARD);
        LadderPlan.VideoPlan video = Objects.requireNonNull(plan.video());
        assertThat(video.renditions().getFirst().height()).isEqualTo(3840);
        assertThat(video.toneMapWidth()).isEqualTo(3840);
        assertThat(video.toneMapHeight()).isEqualTo(2160);
        assertThat(video.colour()).isEqualTo(new VideoColour(1, 1, 1, false, 1));
    }

    @Test
    void profile_isValidatedAndRead() {
        assertThat(EncodeProfile.fromJson(STANDARD.toJson())).isEqualTo(STANDARD);
        List<Rung> rising = List.of(new Rung(360, 800_000, 23, 30), new Rung(720, 3_000_000, 23, 30));
        assertThatThrownBy(() -> new EncodeProfile("x", 1, rising, "veryfast", 4, 20, 128_000, 320_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from the largest");
        assertThatThrownBy(() -> new EncodeProfile("x", 1, STANDARD.rungs(), "-vf evil", 4, 20, 128_000, 320_000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EncodeProfile.fromJson("{\"name\":\"x\"}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<VideoRendition> renditions(LadderPlan plan) {
        return Objects.requireNonNull(plan.video()).renditions();
    }

    private static SourceDescription source(VideoFacts video) {
        return new SourceDescription(container(20_000_000), List.of(video), List.of(), List.of());
    }

    private static ContainerFacts container(long durationUs) {
        return new ContainerFacts("mov", 1_000, 0L, durationUs, 0, Map.of(), List.of());
    }

    private static VideoFacts video(int width, int height, Rational pixel, PictureTurn turn, Rational rate) {
        return new VideoFacts(
                stream(0, "h264", null),
                width,
                height,
                pixel,
                turn,
                rate,
                rate,
                false,
                "yuv420p",
                8,
                VideoColour.UNSPECIFIED,
                DynamicRange.STANDARD,
                false);
    }

    private static AudioFacts audio(int index, int rateHz, int channels, String language, boolean isDefault) {
        StreamFacts plain = stream(index, "aac", language);
        return new AudioFacts(
                new StreamFacts(
                        index,
                        "aac",
                        null,
                        true,
                        language,
                        "Title " + index,
                        isDefault,
                        false,
                        0L,
                        0L,
                        plain.bitrateBps()),
                rateHz,
                channels,
                "");
    }

    private static StreamFacts stream(int index, String codec, @Nullable String language) {
        return new StreamFacts(index, codec, null, true, language, null, true, false, 0L, 0L, 0);
    }
}
