package dev.sluice.vod.job;

import dev.sluice.engine.job.NewStep;
import dev.sluice.vod.image.CoverReader;
import dev.sluice.vod.plan.EncodeProfile;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.plan.LadderPlanner;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceDescription;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which renditions there will be, and how the work is cut. */
final class PlanStep implements Step {
    private static final double TICKS_PER_MINUTE = 60 * 90_000.0;
    private static final double LEAST_WEIGHT = 0.1;
    /** Decoding and encoding a minute of sound, in seconds of one processor. */
    private static final double AUDIO_WEIGHT_PER_MINUTE = 1;

    /** Some hundred key frames. */
    private static final double PICTURES_WEIGHT = 5;

    /** Reading on through the file. */
    private static final double SUBTITLES_WEIGHT_PER_MINUTE = 0.1;

    private static final double PACKAGE_SHARE = 0.02;

    private final StepServices services;
    private final Profiles profiles;

    PlanStep(StepServices services, Profiles profiles) {
        this.services = services;
        this.profiles = profiles;
    }

    @Override
    public void run(StepRun run) throws RefusedSourceException {
        Parts.Probed probed = services.result(run, StepNames.PROBE, Parts.Probed.class);
        LadderPlan plan = LadderPlanner.plan(probed.source(), probed.timeline(), profile(run));
        services.succeed(run, plan.toJson(), steps(plan, probed.source()));
    }

    private EncodeProfile profile(StepRun run) throws RefusedSourceException {
        @Nullable String name = services.asset(run.asset()).details().profile();
        return profiles.find(name)
                .orElseThrow(() -> new RefusedSourceException(
                        "profile_unknown",
                        "There is no encode profile called " + name + "; there is "
                                + String.join(", ", profiles.names()) + "."));
    }

    private static List<NewStep> steps(LadderPlan plan, SourceDescription source) {
        List<NewStep> steps = new ArrayList<>();
        double minutes = plan.durationTicks() / TICKS_PER_MINUTE;
        double videoWeight = plan.cost().cpuSecondsPerMinute() * minutes;
        for (LadderPlan.Piece piece : plan.pieces()) {
            long ticks = plan.segmentEndTicks(piece.endSegment() - 1)
                    - plan.segmentStartTicks().get(piece.firstSegment());
            double share = ticks / (double) plan.durationTicks();
            steps.add(encoding(StepNames.piece(piece.index()), videoWeight * share));
        }
        for (int i = 0; i < plan.audio().size(); i++) {
            steps.add(encoding(StepNames.audio(i), AUDIO_WEIGHT_PER_MINUTE * minutes));
        }
        if (plan.video() != null || CoverReader.cover(source).isPresent()) {
            steps.add(encoding(StepNames.PICTURES, PICTURES_WEIGHT));
        }
        if (!source.subtitleTracks().isEmpty()) {
            steps.add(encoding(StepNames.SUBTITLES, SUBTITLES_WEIGHT_PER_MINUTE * minutes));
        }
        double packaging = Math.max(LEAST_WEIGHT, videoWeight * PACKAGE_SHARE);
        steps.add(new NewStep(StepNames.PACKAGE, StepNames.PACKAGE_STAGE, packaging));
        steps.add(new NewStep(StepNames.PUBLISH, StepNames.PUBLISH_STAGE, LEAST_WEIGHT));
        return steps;
    }

    private static NewStep encoding(String name, double weight) {
        return new NewStep(name, StepNames.ENCODE_STAGE, Math.max(LEAST_WEIGHT, weight));
    }
}
