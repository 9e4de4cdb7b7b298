package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.AssetSubtitle.Kind;
import dev.sluice.engine.asset.AssetSubtitle.Origin;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.file.StreamFacts;
import dev.sluice.ffmpeg.file.SubtitleFacts;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.Subtitle;
import dev.sluice.packager.text.Cue;
import dev.sluice.packager.text.WebVtt;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceJson;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.subtitle.SubtitleExtractor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The text tracks of the file as WebVTT, all in one pass. What is made of pictures is left out, with a note. */
final class SubtitlesStep implements Step {
    static final ObjectMetadata VTT = new ObjectMetadata("text/vtt", PackageStep.FOR_EVER);
    private static final int MAX_LABEL_CHARS = 100;

    private final StepServices services;
    private final SubtitleExtractor extractor;

    SubtitlesStep(StepServices services, SourceLimits limits) {
        this.services = services;
        this.extractor = new SubtitleExtractor(limits);
    }

    @Override
    public void run(StepRun run) throws RefusedSourceException, IOException, ObjectStoreException, FfmpegException {
        LadderPlan plan = services.result(run, StepNames.PLAN, LadderPlan.class);
        List<SubtitleFacts> tracks = services.result(run, StepNames.PROBE, Parts.Probed.class)
                .source()
                .subtitleTracks();
        List<SubtitleFacts> texts = tracks.stream().filter(SubtitleFacts::text).toList();
        Map<Integer, List<Cue>> cues = texts.isEmpty()
                ? Map.of()
                : extractor.extract(services.source(run.asset()), texts, plan.originTicks(), plan.durationTicks(), run);
        List<AssetSubtitle> made = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        boolean hasPreferred = false;
        for (SubtitleFacts track : tracks) {
            List<Cue> its = cues.getOrDefault(track.stream().index(), List.of());
            if (its.isEmpty()) {
                notes.add(missing(track));
                continue;
            }
            boolean preferred = track.stream().isDefault() && !hasPreferred;
            hasPreferred |= preferred;
            made.add(store(run, track, made.size() + 1, its, preferred));
        }
        services.succeed(run, SourceJson.write(new Parts.Texts(made, notes)), List.of());
    }

    private AssetSubtitle store(StepRun run, SubtitleFacts track, int number, List<Cue> cues, boolean preferred)
            throws ObjectStoreException {
        run.check();
        String name = "subtitles-" + number;
        String object = name + "-" + run.started().step().job().shortText() + ".vtt";
        byte[] file = WebVtt.render(cues).getBytes(StandardCharsets.UTF_8);
        services.objects().put(AssetKeys.published(run.asset()) + object, List.of(Payload.wrap(file)), VTT);
        StreamFacts stream = track.stream();
        String title = Objects.requireNonNullElse(stream.title(), "").strip();
        return new AssetSubtitle(
                name,
                Subtitle.normalLanguage(stream.language()),
                title.substring(0, Math.min(MAX_LABEL_CHARS, title.length())),
                stream.forced() ? Kind.FORCED : track.captions() ? Kind.CAPTIONS : Kind.SUBTITLES,
                Origin.EMBEDDED,
                object,
                file.length,
                preferred);
    }

    private static String missing(SubtitleFacts track) {
        String which = "The subtitles in track " + track.stream().index() + " ("
                + track.stream().codec() + ")";
        if (track.stream().codec().equals("none")) {
            return "The subtitles in track " + track.stream().index()
                    + " were left out: they are of a kind that is not known here.";
        }
        return track.text()
                ? which + " were left out: they have no text."
                : which + " were left out: only those made of text are taken.";
    }
}
