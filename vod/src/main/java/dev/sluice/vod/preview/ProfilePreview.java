package dev.sluice.vod.preview;

import dev.sluice.engine.asset.PlanPreview;
import dev.sluice.engine.asset.PlannedAsset;
import dev.sluice.engine.asset.ProfileSummary;
import dev.sluice.engine.asset.SourceFacts;
import dev.sluice.ffmpeg.codec.VideoCodec;
import dev.sluice.media.Timescale;
import dev.sluice.vod.job.Profiles;
import dev.sluice.vod.plan.CostEstimate;
import dev.sluice.vod.plan.EncodeProfile;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.plan.LadderPlanner;
import dev.sluice.vod.source.SourceDescription;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The planner that plans real jobs, asked beforehand. Immutable. */
public final class ProfilePreview implements PlanPreview {
    private static final String IF_THE_PACKETS_ALLOW =
            "it is copied when its IDR pictures are near enough to each other and nothing else of its packets is in the"
                    + " way";

    private final Profiles profiles;

    public ProfilePreview(Profiles profiles) {
        this.profiles = profiles;
    }

    @Override
    public List<ProfileSummary> profiles() {
        return profiles.names().stream()
                .map(name -> summary(profiles.find(name).orElseThrow()))
                .toList();
    }

    @Override
    public Optional<PlannedAsset> ofProbed(String sourceJson, @Nullable String profile) {
        SourceDescription source = SourceDescription.fromJson(sourceJson);
        return profiles.find(profile).map(found -> planned(source, found));
    }

    @Override
    public Optional<PlannedAsset> ofFacts(SourceFacts facts, @Nullable String profile) {
        SourceDescription source = ToldSource.of(facts);
        return profiles.find(profile).map(found -> planned(source, found));
    }

    private static PlannedAsset planned(SourceDescription source, EncodeProfile profile) {
        LadderPlan plan = LadderPlanner.plan(source, /* timeline= */ null, profile);
        LadderPlan.VideoPlan pictures = plan.video();
        List<PlannedAsset.Video> video = pictures == null
                ? List.of()
                : pictures.renditions().stream()
                        .map(rung -> video(pictures, rung))
                        .toList();
        List<PlannedAsset.Audio> audio = plan.audio().stream()
                .map(sound -> new PlannedAsset.Audio(
                        sound.name(), sound.channelCount(), sound.sampleRateHz(), sound.bitrateBps(), sound.language()))
                .toList();
        List<PlannedAsset.Dropped> dropped = plan.dropped().stream()
                .map(rung -> new PlannedAsset.Dropped(rung.name(), rung.reason()))
                .toList();
        return new PlannedAsset(
                plan.profile(),
                plan.profileVersion(),
                Timescale.VIDEO.toMicros(plan.durationTicks()),
                video,
                audio,
                dropped,
                plan.cost().pixelsPerSecond(),
                plan.cost().cpuSecondsPerMinute());
    }

    private static PlannedAsset.Video video(LadderPlan.VideoPlan pictures, LadderPlan.VideoRendition rung) {
        boolean ownSize = rung.equals(pictures.renditions().getFirst());
        String reason =
                rung.copied() ? IF_THE_PACKETS_ALLOW : ownSize ? String.join("; ", pictures.encodedBecause()) : null;
        return new PlannedAsset.Video(
                rung.name(),
                rung.width(),
                rung.height(),
                rung.frameRate().toDouble(),
                rung.maxBitrateBps(),
                rung.crf(),
                name(rung.codec()),
                !rung.copied(),
                reason,
                CostEstimate.ofRung(rung, pictures.preset()));
    }

    private static String name(VideoCodec codec) {
        return codec.name().toLowerCase(Locale.ROOT);
    }

    private static ProfileSummary summary(EncodeProfile profile) {
        return new ProfileSummary(
                profile.name(),
                profile.version(),
                profile.preset(),
                profile.segmentSeconds(),
                profile.stereoBitrateBps(),
                profile.surroundBitrateBps(),
                profile.codecs().stream().map(ProfilePreview::name).toList(),
                profile.copy(),
                profile.rungs().stream()
                        .map(rung -> new ProfileSummary.Rung(
                                rung.height(), rung.maxBitrateBps(), rung.crf(), rung.maxFrameRate()))
                        .toList());
    }
}
