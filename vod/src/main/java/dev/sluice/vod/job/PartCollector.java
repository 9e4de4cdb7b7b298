package dev.sluice.vod.job;

import dev.sluice.engine.asset.AssetKeys;
import dev.sluice.engine.asset.Loudness;
import dev.sluice.engine.job.StartedStep;
import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.FileSegment;
import dev.sluice.packager.file.SegmentEntry;
import dev.sluice.packager.file.SegmentWriter;
import dev.sluice.vod.encode.SegmentSink;
import dev.sluice.vod.publish.TrackText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the segments of one step and stores them, one object for each rendition, under names that carry the step's
 * fence: what a worker writes that has lost its right is never taken for what its successor wrote. One thread.
 */
final class PartCollector implements SegmentSink {
    private static final ObjectMetadata METADATA = new ObjectMetadata("video/mp4", "no-store");

    private final StartedStep step;
    private final Map<String, Collected> collected = new LinkedHashMap<>();

    private record Collected(Track track, List<FileSegment> segments) {
        List<SegmentEntry> entries() {
            return segments.stream().map(FileSegment::entry).toList();
        }

        List<Payload> bytes() {
            return segments.stream().map(FileSegment::payload).toList();
        }

        long compositionShiftTicks() {
            return segments.stream()
                    .mapToLong(FileSegment::compositionShiftTicks)
                    .max()
                    .orElse(0);
        }
    }

    PartCollector(StartedStep step) {
        this.step = step;
    }

    @Override
    public void onTrack(String rendition, Track track) {
        collected.put(rendition, new Collected(track, new ArrayList<>()));
    }

    @Override
    public void onSegment(
            String rendition, int segmentIndex, long startTicks, long endTicks, List<EncodedSample> samples) {
        Collected target = collected.get(rendition);
        if (target == null) {
            throw new IllegalStateException("a segment of " + rendition + " before its track");
        }
        FileSegment segment =
                switch (target.track().codec()) {
                    case VideoParameters ignored ->
                        SegmentWriter.write(target.track(), samples, startTicks, endTicks, segmentIndex + 1);
                    case AudioParameters audio -> sound(target.track(), audio, samples, segmentIndex);
                };
        target.segments().add(segment);
    }

    /** Access units of sound do not end where pictures do: a segment of them is as long as they are. */
    private static FileSegment sound(
            Track track, AudioParameters codec, List<EncodedSample> samples, int segmentIndex) {
        long endTicks = samples.getLast().ptsTicks() + codec.samplesPerFrame();
        return SegmentWriter.write(track, samples, samples.getFirst().ptsTicks(), endTicks, segmentIndex + 1);
    }

    /**
     * Once everything was given.
     *
     * @param loudness of sound
     */
    Parts.Encoded store(ObjectStore objects, @Nullable Loudness loudness) throws ObjectStoreException {
        List<Parts.Part> parts = new ArrayList<>();
        for (Map.Entry<String, Collected> each : collected.entrySet()) {
            Collected made = each.getValue();
            String key = AssetKeys.work(step.asset()) + step.step().job().shortText() + "/" + each.getKey() + "-"
                    + step.step().step() + "-" + step.fence() + ".m4s";
            objects.put(key, made.bytes(), METADATA);
            TrackText track = TrackText.of(made.track());
            parts.add(new Parts.Part(each.getKey(), key, track, made.compositionShiftTicks(), made.entries()));
        }
        return new Parts.Encoded(parts, loudness);
    }
}
