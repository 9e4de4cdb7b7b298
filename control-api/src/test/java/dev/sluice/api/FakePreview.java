package dev.sluice.api;

import dev.sluice.engine.asset.PlanPreview;
import dev.sluice.engine.asset.PlannedAsset;
import dev.sluice.engine.asset.ProfileSummary;
import dev.sluice.engine.asset.SourceFacts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One profile, which makes one rung of whatever it is told. */
final class FakePreview implements PlanPreview {
    static final String PROFILE = "standard";

    @Override
    public List<ProfileSummary> profiles() {
        return List.of(new ProfileSummary(
                PROFILE,
                3,
                "veryfast",
                4,
                128_000,
                320_000,
                List.of("h264"),
                true,
                List.of(new ProfileSummary.Rung(720, 3_000_000, 23, 60))));
    }

    @Override
    public Optional<PlannedAsset> ofProbed(String sourceJson, @Nullable String profile) {
        return planned(profile, 1280, 720, 25, 120_000_000, 2);
    }

    @Override
    public Optional<PlannedAsset> ofFacts(SourceFacts facts, @Nullable String profile) {
        int channels =
                facts.audioChannels().isEmpty() ? 0 : facts.audioChannels().getFirst();
        return planned(profile, facts.width(), facts.height(), facts.frameRate(), facts.durationUs(), channels);
    }

    private static Optional<PlannedAsset> planned(
            @Nullable String profile, int width, int height, double rate, long durationUs, int channels) {
        if (profile != null && !profile.equals(PROFILE)) {
            return Optional.empty();
        }
        return Optional.of(new PlannedAsset(
                PROFILE,
                3,
                durationUs,
                List.of(new PlannedAsset.Video(
                        height + "p", width, height, rate, 3_000_000, 23, "h264", true, "it is coded in hevc", 9.5)),
                channels == 0 ? List.of() : List.of(new PlannedAsset.Audio("audio-1", channels, 48_000, 128_000, null)),
                List.of(new PlannedAsset.Dropped("2160p", "larger than the source")),
                27_648_000,
                14.5));
    }
}
