package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.file.VideoFacts;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.Storyboard;
import dev.sluice.vod.image.CoverReader;
import dev.sluice.vod.image.PosterMaker;
import dev.sluice.vod.image.StoryboardMaker;
import dev.sluice.vod.image.StoryboardSheets;
import dev.sluice.vod.image.TimeBudget;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceJson;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceTimeline.VideoTimes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Poster and storyboard. An asset without them is one nevertheless: what is not found is a note. */
final class PicturesStep implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(PicturesStep.class);
    private static final ObjectMetadata JPEG = new ObjectMetadata("image/jpeg", PackageStep.FOR_EVER);
    private static final Duration MAX_POSTER_TIME = Duration.ofMinutes(2);
    private static final Duration MAX_STORYBOARD_TIME = Duration.ofMinutes(15);
    private static final double POSTER_SHARE = 0.1;

    private final StepServices services;
    private final PosterMaker posters;
    private final CoverReader covers;
    private final StoryboardMaker storyboards;

    PicturesStep(StepServices services, SourceLimits limits) {
        this.services = services;
        this.posters = new PosterMaker(limits);
        this.covers = new CoverReader(limits);
        this.storyboards = new StoryboardMaker(limits);
    }

    /** Makes one picture or several of them. */
    @FunctionalInterface
    private interface Maker<T> {
        Optional<T> make() throws IOException, FfmpegException, RefusedSourceException;
    }

    @Override
    public void run(StepRun run) throws IOException, ObjectStoreException {
        List<String> notes = new ArrayList<>();
        String poster = storePoster(run, notes);
        run.progress(POSTER_SHARE);
        Storyboard storyboard = storeStoryboard(run, notes).orElse(null);
        services.succeed(run, SourceJson.write(new Parts.Pictures(poster, storyboard, notes)), List.of());
    }

    private @Nullable String storePoster(StepRun run, List<String> notes) throws IOException, ObjectStoreException {
        Optional<Payload> jpeg = attempt("poster", notes, () -> poster(run));
        if (jpeg.isEmpty()) {
            return null;
        }
        String name = "poster-" + job(run) + ".jpg";
        put(run, name, jpeg.get());
        return name;
    }

    private Optional<Payload> poster(StepRun run) throws IOException, FfmpegException, RefusedSourceException {
        LadderPlan plan = services.result(run, StepNames.PLAN, LadderPlan.class);
        Parts.Probed probed = services.result(run, StepNames.PROBE, Parts.Probed.class);
        TimeBudget budget = new TimeBudget(run, MAX_POSTER_TIME);
        VideoTimes times = probed.timeline().video();
        LadderPlan.VideoPlan video = plan.video();
        if (video != null && times != null) {
            return posters.make(services.source(run.asset()), video, times, budget);
        }
        Optional<VideoFacts> cover = CoverReader.cover(probed.source());
        return cover.isEmpty() ? Optional.empty() : covers.read(services.source(run.asset()), cover.get(), budget);
    }

    private Optional<Storyboard> storeStoryboard(StepRun run, List<String> notes)
            throws IOException, ObjectStoreException {
        LadderPlan plan = services.result(run, StepNames.PLAN, LadderPlan.class);
        VideoTimes times = services.result(run, StepNames.PROBE, Parts.Probed.class)
                .timeline()
                .video();
        LadderPlan.VideoPlan video = plan.video();
        if (video == null || times == null) {
            return Optional.empty();
        }
        TimeBudget budget = new TimeBudget(run, MAX_STORYBOARD_TIME);
        Optional<StoryboardSheets> made = attempt(
                "storyboard",
                notes,
                () -> storyboards.make(
                        services.source(run.asset()),
                        plan,
                        video,
                        times,
                        budget,
                        share -> run.progress(POSTER_SHARE + share * (1 - POSTER_SHARE))));
        if (made.isEmpty()) {
            return Optional.empty();
        }
        StoryboardSheets sheets = made.get();
        String before = "storyboard-" + job(run) + "-";
        for (int i = 0; i < sheets.jpegs().size(); i++) {
            put(run, before + (i + 1) + ".jpg", sheets.jpegs().get(i));
        }
        return Optional.of(new Storyboard(before + "$Number$.jpg", sheets.grid(), sheets.totalBytes()));
    }

    private static <T> Optional<T> attempt(String what, List<String> notes, Maker<T> maker) throws IOException {
        String reason = "no picture of the file could be decoded in time.";
        try {
            Optional<T> made = maker.make();
            if (made.isPresent()) {
                return made;
            }
        } catch (FfmpegException | RefusedSourceException failure) {
            LOG.warn("No {} could be made", what, failure);
            reason = "the pictures of the file could not be decoded.";
        }
        notes.add("There is no " + what + ": " + reason);
        return Optional.empty();
    }

    private void put(StepRun run, String name, Payload jpeg) throws ObjectStoreException {
        run.check();
        services.objects().put(AssetKeys.published(run.asset()) + name, List.of(jpeg), JPEG);
    }

    private static String job(StepRun run) {
        return run.started().step().job().shortText();
    }
}
