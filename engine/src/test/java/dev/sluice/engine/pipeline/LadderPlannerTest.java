package dev.sluice.engine.pipeline;

import static dev.sluice.engine.testing.TestMedia.AUDIO;
import static dev.sluice.engine.testing.TestMedia.aac;
import static dev.sluice.engine.testing.TestMedia.avc;
import static dev.sluice.engine.testing.TestMedia.hevc;
import static dev.sluice.engine.testing.TestMedia.opus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.engine.pipeline.LadderPlan.BoundaryMode;
import dev.sluice.engine.pipeline.LadderPlan.Shape;
import dev.sluice.engine.port.RenditionPlan;
import dev.sluice.engine.port.VideoRung;
import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import dev.sluice.media.codec.Rational;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderPlannerTest {
    private static final Duration TARGET = Duration.ofSeconds(2);
    private static final long GOP_US = 2_000_000;

    private final LadderPlanner planner = new LadderPlanner(LadderSettings.DEFAULTS, TARGET);

    private static SourceProfile source(Track... tracks) {
        return new SourceProfile(List.of(tracks), 3_000_000, 128_000, 30, GOP_US);
    }

    private static SourceProfile measured(Track video, long videoBps, double framesPerSecond, long gopUs) {
        return new SourceProfile(List.of(video), videoBps, 0, framesPerSecond, gopUs);
    }

    private static List<String> names(LadderPlan plan) {
        return plan.renditions().stream().map(RenditionPlan::name).toList();
    }

    @Test
    void plan_fullHd_passesTheTopRungThroughAndEncodesTheRest() {
        LadderPlan plan = planner.plan(source(avc(1920, 1080), AUDIO));

        assertThat(names(plan)).containsExactly("1080p", "720p", "480p", "360p", "audio");
        assertThat(plan.passthroughVideo()).contains("1080p");
        assertThat(plan.passthroughAudio()).contains("audio");
        assertThat(plan.videoRungs())
                .extracting(VideoRung::name, VideoRung::width, VideoRung::height)
                .containsExactly(tuple("720p", 1280, 720), tuple("480p", 854, 480), tuple("360p", 640, 360));
        assertThat(plan.audioRung()).isEmpty();
        assertThat(plan.boundaries()).isEqualTo(BoundaryMode.SOURCE_SYNC);
        assertThat(plan.transcodes()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1920, 1080, 1920x1080 1280x720 854x480 640x360",
        "3840, 2160, 1920x1080 1280x720 854x480 640x360",
        "1080, 1920, 1080x1920 720x1280 480x854 360x640",
        "1080, 1080, 1080x1080 720x720 480x480 360x360",
        "1280, 720, 1280x720 854x480 640x360",
        "854, 480, 854x480 640x360",
        "1600, 900, 1600x900 1280x720 854x480 640x360",
        "1366, 768, 1280x720 854x480 640x360",
        "320, 180, 320x180",
        "1920, 800, 1920x800 1280x534 854x356 640x266",
    })
    void plan_shapes_keepTheAspectAndFitTheRungs(int width, int height, String shapes) {
        LadderPlan plan = planner.plan(source(avc(width, height)));

        assertThat(plan.renditions().stream().map(each -> {
                    Shape shape = plan.shapes().getOrDefault(each.name(), new Shape(0, 0));
                    return shape.width() + "x" + shape.height();
                }))
                .containsExactly(shapes.split(" "));
    }

    @Test
    void plan_anySize_neverEnlargesNamesTwiceOrMakesOddPictures() {
        Random random = new Random(11);
        for (int round = 0; round < 5000; round++) {
            int width = 16 + random.nextInt(4000);
            int height = 16 + random.nextInt(4000);
            LadderPlan plan = planner.plan(source(avc(width, height), AUDIO));

            assertThat(names(plan))
                    .as("%dx%d", width, height)
                    .doesNotHaveDuplicates()
                    .hasSizeGreaterThan(1);
            for (VideoRung rung : plan.videoRungs()) {
                // One pixel more makes an odd size even.
                assertThat(rung.width()).isLessThanOrEqualTo(width + 1);
                assertThat(rung.height()).isLessThanOrEqualTo(height + 1);
                assertThat(rung.width() % 2 + rung.height() % 2).isZero();
                assertThat(rung.maxBitrateBps()).isGreaterThanOrEqualTo(rung.bitrateBps());
            }
            assertThat(plan.videoRungs()).isSortedAccordingTo((a, b) -> Integer.compare(b.height(), a.height()));
        }
    }

    @Test
    void plan_veryWidePictureAsHighAsARung_getsANameOfItsOwn() {
        assertThat(names(planner.plan(source(avc(1120, 480))))).containsExactly("1120x480", "480p", "360p");
    }

    @Test
    void plan_oddSize_isMadeEvenWhenEncoded() {
        LadderPlan plan = planner.plan(measured(hevc(1279, 719), 1, 30, GOP_US));

        assertThat(plan.videoRungs().getFirst()).satisfies(rung -> assertThat(rung.width() + "x" + rung.height())
                .isEqualTo("1280x720"));
    }

    @Test
    void plan_pixelsAreNotSquare_areMadeSquareAndNotPassedThrough() {
        LadderPlan plan = planner.plan(source(avc(1440, 1080, new Rational(4, 3), "avc1.64001f")));

        assertThat(plan.passthroughVideo()).isEmpty();
        assertThat(plan.videoRungs().getFirst()).satisfies(rung -> assertThat(rung.width() + "x" + rung.height())
                .isEqualTo("1920x1080"));
        assertThat(plan.boundaries()).isEqualTo(BoundaryMode.SOURCE_SYNC_OR_DUE);
    }

    @Test
    void plan_sourceAtTheEdgeOfWhatPasses_passesAndBeyondDoesNot() {
        Track video = avc(1280, 720);
        long most = Math.round(2_800_000 * 1.07 * 1.4);

        assertThat(planner.plan(measured(video, most, 60, GOP_US)).passthroughVideo())
                .contains("720p");
        assertThat(planner.plan(measured(video, most + 2, 60, GOP_US)).passthroughVideo())
                .isEmpty();
        assertThat(planner.plan(measured(video, most, 63.1, GOP_US)).passthroughVideo())
                .isEmpty();
        assertThat(planner.plan(measured(video, most, 120, GOP_US)).passthroughVideo())
                .isEmpty();
        assertThat(planner.plan(measured(video, most, 60, 2_200_000)).passthroughVideo())
                .contains("720p");
        assertThat(planner.plan(measured(video, most, 60, 2_200_001)).passthroughVideo())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "avc1.42e01e, true",
        "avc1.4D401F, true",
        "avc1.640028, true",
        "avc1.6e0028, false",
        "avc1.f4001f, false"
    })
    void plan_profiles_passWhenBrowsersDecodeThem(String codec, boolean passes) {
        LadderPlan plan = planner.plan(source(avc(1280, 720, Rational.ONE, codec)));

        assertThat(plan.passthroughVideo().isPresent()).isEqualTo(passes);
    }

    @Test
    void plan_hevcOrTurnedOff_isNeverPassedThrough() {
        LadderSettings base = LadderSettings.DEFAULTS;
        LadderSettings off = new LadderSettings(base.rungs(), false, 1.4, 128_000, 48_000, 2, 320_000);
        LadderPlan encoded = new LadderPlanner(off, TARGET).plan(source(avc(1280, 720), AUDIO));

        assertThat(planner.plan(source(hevc(1280, 720))).passthroughVideo()).isEmpty();
        assertThat(encoded.passthroughVideo()).isEmpty();
        assertThat(encoded.passthroughAudio()).isEmpty();
        assertThat(encoded.audioRung()).isPresent();
    }

    @Test
    void plan_keyFramesTooFarApart_usesTheGrid() {
        LadderPlan plan = planner.plan(measured(avc(1280, 720), 1, 30, SourceProfile.UNKNOWN_INTERVAL_US));

        assertThat(plan.passthroughVideo()).isEmpty();
        assertThat(plan.boundaries()).isEqualTo(BoundaryMode.GRID);
    }

    @Test
    void plan_audioOnly_passesAacAndEncodesTheRest() {
        LadderPlan aac = planner.plan(source(AUDIO));
        LadderPlan opus = planner.plan(source(opus()));
        LadderPlan surround = planner.plan(source(aac(48_000, 6)));
        LadderPlan slow = planner.plan(source(aac(22_050, 2)));

        assertThat(names(aac)).containsExactly("audio");
        assertThat(aac.transcodes()).isFalse();
        assertThat(aac.boundaries()).isEqualTo(BoundaryMode.GRID);
        assertThat(List.of(opus, surround, slow)).allSatisfy(plan -> {
            assertThat(plan.passthroughAudio()).isEmpty();
            assertThat(plan.audioRung()).isPresent();
        });
    }

    @Test
    void plan_videoOnly_hasNoAudio() {
        LadderPlan plan = planner.plan(source(avc(640, 360)));

        assertThat(plan.renditions()).extracting(RenditionPlan::type).containsOnly(TrackType.VIDEO);
        assertThat(plan.audioRung()).isEmpty();
    }

    @Test
    void sourceOnly_anyCodec_isOfferedAsItCame() {
        LadderPlan plan = new LadderPlanner(LadderSettings.SOURCE_ONLY, TARGET).plan(source(hevc(853, 479), opus()));

        assertThat(names(plan)).containsExactly("source", "audio");
        assertThat(plan.transcodes()).isFalse();
        assertThat(plan.passthroughVideo()).contains("source");
        assertThat(plan.passthroughAudio()).contains("audio");
        assertThat(plan.boundaries()).isEqualTo(BoundaryMode.SOURCE_SYNC);
        assertThat(plan.shapes()).containsEntry("source", new Shape(853, 479));
    }
}
