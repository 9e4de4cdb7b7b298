package dev.sluice.vod.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.PlannedAsset;
import dev.sluice.engine.asset.ProfileSummary;
import dev.sluice.engine.asset.SourceFacts;
import dev.sluice.vod.job.Profiles;
import dev.sluice.vod.plan.EncodeProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfilePreviewTest {
    private final ProfilePreview preview = new ProfilePreview(new Profiles(List.of(EncodeProfile.standard())));

    @Test
    void profiles_areThoseOfTheInstallation() {
        assertThat(preview.profiles()).extracting(ProfileSummary::name).containsExactly("standard");
        assertThat(preview.profiles().getFirst().rungs())
                .hasSameSizeAs(EncodeProfile.standard().rungs());
    }

    @Test
    void upright1080pWithSurround_getsUprightRungs_twoRenditionsOfSound_andTellsWhatIsDropped() {
        SourceFacts facts = new SourceFacts(1080, 1920, 60.0, 600_000_000, false, false, List.of(6));

        PlannedAsset plan = preview.ofFacts(facts, null).orElseThrow();

        assertThat(plan.durationUs()).isEqualTo(600_000_000);
        assertThat(plan.video().getFirst())
                .isEqualTo(new PlannedAsset.Video(
                        "1080p",
                        1080,
                        1920,
                        60.0,
                        5_500_000,
                        23,
                        "h264",
                        true,
                        "its profile of H.264 is not known",
                        134.4));
        assertThat(plan.video()).allMatch(rung -> rung.height() > rung.width());
        assertThat(plan.audio()).extracting(PlannedAsset.Audio::channels).containsExactly(2, 6);
        assertThat(plan.dropped()).extracting(PlannedAsset.Dropped::name).containsExactly("2160p", "1440p");
        assertThat(plan.cpuSecondsPerMinute()).isPositive();
    }

    @Test
    void soundAlone_getsNoRung() {
        SourceFacts facts = new SourceFacts(0, 0, 0, 10_000_000, false, false, List.of(2));
        assertThat(preview.ofFacts(facts, "standard").orElseThrow().video()).isEmpty();
    }

    @Test
    void highDynamicRangeAndInterlaced_costMore() {
        SourceFacts plain = new SourceFacts(1920, 1080, 25, 0, false, false, List.of());
        SourceFacts hard = new SourceFacts(1920, 1080, 25, 0, true, true, List.of());
        assertThat(preview.ofFacts(hard, null).orElseThrow().cpuSecondsPerMinute())
                .isGreaterThan(preview.ofFacts(plain, null).orElseThrow().cpuSecondsPerMinute());
    }

    @Test
    void unknownProfile_isEmpty() {
        assertThat(preview.ofFacts(new SourceFacts(2, 2, 25, 0, false, false, List.of()), "best"))
                .isEmpty();
    }
}
