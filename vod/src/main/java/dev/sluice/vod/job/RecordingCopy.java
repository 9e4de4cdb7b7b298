package dev.sluice.vod.job;

import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.Timescale;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.packager.file.StoredSegment;
import dev.sluice.packager.file.StoredSegment.Facts;
import dev.sluice.packager.file.TrackFile;
import dev.sluice.vod.job.CopyPlan.CopiedFile;
import dev.sluice.vod.publish.TrackText;
import dev.sluice.vod.source.RefusedSourceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of a recording, written at the same time. Call order: {@code add* finish close}, or {@code close} at any
 * time. One thread at a time.
 */
final class RecordingCopy implements AutoCloseable {
    private static final int NTSC_DENOMINATOR = 1001;
    private static final int NTSC_NUMERATOR = 1000;
    private static final double FRAME_RATE_TOLERANCE = 0.02;

    private final RecordingChoice choice;
    private final RecordingTimeline timeline;
    private final Map<String, Rendition> renditions = new TreeMap<>();
    private boolean empty = true;

    /** One of them. */
    private static final class Rendition {
        private final TrackText text;
        private final SegmentCopy copy;
        private long samples;
        private long mediaTicks;

        Rendition(TrackText text, SegmentCopy copy) {
            this.text = text;
            this.copy = copy;
        }
    }

    RecordingCopy(StepServices services, StepRun run, RecordingChoice choice) {
        this.choice = choice;
        choice.renditions()
                .forEach((name, text) ->
                        renditions.put(name, new Rendition(text, new SegmentCopy(services, run, name, isVideo(text)))));
        Map<String, Timescale> clocks = new HashMap<>();
        choice.renditions()
                .forEach((name, text) -> clocks.put(name, text.track().timescale()));
        this.timeline = new RecordingTimeline(clocks, reference(choice.renditions()));
    }

    /** The rendition that the others follow: any of pictures, else of sound. */
    private static String reference(Map<String, TrackText> renditions) {
        return renditions.keySet().stream()
                .min(Comparator.comparing((String name) -> !isVideo(renditions.get(name)))
                        .thenComparing(Function.identity()))
                .orElseThrow();
    }

    private static boolean isVideo(@Nullable TrackText text) {
        return text != null && text.track().codec() instanceof VideoParameters;
    }

    /** @param segments of each rendition; numbers rise */
    void add(long number, Map<String, StoredSegment> segments) throws ObjectStoreException {
        Map<String, Facts> facts = segments.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().facts()));
        Map<String, Long> starts = timeline.place(number, facts);
        for (Map.Entry<String, Rendition> each : renditions.entrySet()) {
            StoredSegment segment = Objects.requireNonNull(segments.get(each.getKey()));
            long startTicks = Objects.requireNonNull(starts.get(each.getKey()));
            Rendition rendition = each.getValue();
            rendition.copy.add(segment, startTicks, startTicks);
            rendition.samples += segment.sampleCount();
            rendition.mediaTicks += segment.mediaTicks();
        }
        empty = false;
    }

    /** @throws RefusedSourceException when no segment could be read */
    CopyPlan finish(@Nullable String poster) throws RefusedSourceException, ObjectStoreException {
        if (empty) {
            throw RecordingPlanner.nothingRecorded();
        }
        List<CopiedFile> files = new ArrayList<>();
        long endUs = 0;
        for (Map.Entry<String, Rendition> each : renditions.entrySet()) {
            long endTicks = timeline.endTicks(each.getKey());
            CopiedFile file = file(each.getKey(), each.getValue(), endTicks);
            files.add(file);
            endUs = Math.max(endUs, each.getValue().text.track().timescale().toMicros(endTicks));
        }
        files.sort(Comparator.comparing(RecordingCopy::order));
        List<String> notes = new ArrayList<>(choice.notes());
        int interruptions = timeline.interruptions();
        if (interruptions > 0) {
            notes.add("The stream was interrupted " + (interruptions == 1 ? "once" : interruptions + " times")
                    + "; the recording goes on without the " + (interruptions == 1 ? "pause." : "pauses."));
        }
        return new CopyPlan(endUs, files, poster, notes);
    }

    @Override
    public void close() {
        renditions.values().forEach(rendition -> rendition.copy.close());
    }

    private static CopiedFile file(String name, Rendition rendition, long endTicks) throws ObjectStoreException {
        TrackFile file =
                rendition.copy.finish(rendition.text, /* language= */ null, /* compositionShiftTicks= */ 0, endTicks);
        boolean moving = isVideo(rendition.text);
        Rational rate = moving
                ? frameRate(
                        rendition.samples, rendition.mediaTicks, file.track().timescale())
                : null;
        return new CopiedFile(
                name,
                file.uri(),
                rendition.text,
                file.language(),
                /* label= */ "",
                !moving,
                rate,
                file.compositionShiftTicks(),
                file.segments());
    }

    /** To whole pictures per second, or the thousandth less that NTSC has. */
    private static Rational frameRate(long pictures, long ticks, Timescale clock) {
        double rate = pictures * (double) clock.ticksPerSecond() / ticks;
        int whole = Math.max(1, Math.toIntExact(Math.round(rate)));
        double ntsc = whole * (double) NTSC_NUMERATOR / NTSC_DENOMINATOR;
        return Math.abs(rate - ntsc) < FRAME_RATE_TOLERANCE && Math.abs(rate - ntsc) < Math.abs(rate - whole)
                ? new Rational(whole * NTSC_NUMERATOR, NTSC_DENOMINATOR)
                : new Rational(whole, 1);
    }

    /** Pictures before sound, the largest first. */
    private static long order(CopiedFile file) {
        if (file.track().track().codec() instanceof VideoParameters video) {
            VideoFormat format = video.format();
            return -format.height();
        }
        return 1;
    }
}
