package dev.sluice.vod.job;

import dev.sluice.engine.asset.Loudness;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.publish.TrackText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The renditions of an asset as what the encoding steps left adds up to. The same for everybody who makes it.
 *
 * @param files by rendition, in the order of the plan
 * @param loudness by rendition of sound; those that are silent have none
 */
record EncodedFiles(LadderPlan plan, Map<String, EncodedFile> files, Map<String, Loudness> loudness) {
    /** @param parts in order */
    record EncodedFile(TrackFile track, List<Parts.Part> parts) {}

    static EncodedFiles of(StepServices services, StepRun run) {
        LadderPlan plan = services.result(run, StepNames.PLAN, LadderPlan.class);
        Map<String, List<Parts.Part>> parts = new LinkedHashMap<>();
        for (LadderPlan.Piece piece : plan.pieces()) {
            collect(services.result(run, StepNames.piece(piece.index()), Parts.Encoded.class), parts);
        }
        Map<String, Loudness> loudness = new LinkedHashMap<>();
        for (int i = 0; i < plan.audio().size(); i++) {
            Parts.Encoded sound = services.result(run, StepNames.audio(i), Parts.Encoded.class);
            collect(sound, parts);
            Loudness measured = sound.loudness();
            if (measured != null) {
                loudness.put(plan.audio().get(i).name(), measured);
            }
        }
        String job = run.started().step().job().shortText();
        Map<String, EncodedFile> files = new LinkedHashMap<>();
        parts.forEach((rendition, its) -> files.put(rendition, file(rendition, job, languageOf(plan, rendition), its)));
        return new EncodedFiles(plan, files, loudness);
    }

    EncodedFile file(String rendition) {
        EncodedFile file = files.get(rendition);
        if (file == null) {
            throw new IllegalStateException("no step left anything of " + rendition);
        }
        return file;
    }

    private static void collect(Parts.Encoded encoded, Map<String, List<Parts.Part>> parts) {
        for (Parts.Part part : encoded.parts()) {
            parts.computeIfAbsent(part.rendition(), any -> new ArrayList<>()).add(part);
        }
    }

    private static EncodedFile file(String rendition, String job, @Nullable String language, List<Parts.Part> parts) {
        TrackText track = parts.getFirst().track();
        List<SegmentEntry> segments = new ArrayList<>();
        for (Parts.Part part : parts) {
            if (!part.track().equals(track)) {
                throw new IllegalStateException("pieces of " + rendition + " were encoded in different ways");
            }
            segments.addAll(part.segments());
        }
        long shiftTicks = parts.stream()
                .mapToLong(Parts.Part::compositionShiftTicks)
                .max()
                .orElse(0);
        String uri = rendition + "-" + job + ".mp4";
        return new EncodedFile(new TrackFile(uri, track.track(), language, shiftTicks, segments), parts);
    }

    private static @Nullable String languageOf(LadderPlan plan, String rendition) {
        for (LadderPlan.AudioRendition audio : plan.audio()) {
            if (audio.name().equals(rendition)) {
                return audio.language();
            }
        }
        return null;
    }
}
