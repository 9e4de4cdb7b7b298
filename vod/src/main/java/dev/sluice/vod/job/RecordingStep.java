package dev.sluice.vod.job;

import dev.sluice.engine.job.NewStep;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.file.StoredHeader;
import dev.sluice.packager.file.StoredSegment;
import dev.sluice.vod.publish.TrackText;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceJson;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the stored segments of an ended live stream make its recording. What all renditions have is taken; holes are
 * closed; of a stream whose codecs changed on the way the longest part that goes together is taken.
 */
final class RecordingStep implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingStep.class);
    /** How long after the end of a stream its last files may still be on their way. */
    private static final Duration STRAGGLING = Duration.ofSeconds(60);
    /** Clocks of the store and of the database may differ so much. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    /** As much as a store gives in one read. */
    private static final int MAX_SEGMENT_BYTES = 64 << 20;

    private static final int MAX_TEXT_BYTES = 16 << 20;
    private static final String END = "#EXT-X-ENDLIST";

    private final StepServices services;

    RecordingStep(StepServices services) {
        this.services = services;
    }

    /**
     * What a job of this kind is given.
     *
     * @param startedAt and {@code endedAt}: of the time live that is recorded
     */
    record Parameters(String streamId, String startedAt, String endedAt) {}

    @Override
    public void run(StepRun run) throws RefusedSourceException, IOException, ObjectStoreException {
        Parameters parameters = services.origin(run.asset(), Parameters.class);
        RecordedObjects found = RecordedObjects.find(
                services.objects(),
                parameters.streamId(),
                Instant.parse(parameters.startedAt()).minus(CLOCK_SKEW));
        awaitStragglers(found, Instant.parse(parameters.endedAt()));
        CopyPlan plan = new RecordingPlanner(found, tracks(found), poster(found)).plan(read(run, found));
        List<NewStep> next = List.of(
                new NewStep(StepNames.COPY, StepNames.PACKAGE_STAGE, 1),
                new NewStep(StepNames.PUBLISH_COPY, StepNames.PUBLISH_STAGE, 0.1));
        services.succeed(run, SourceJson.write(plan), next);
    }

    /** @throws IOException when another try is worth it */
    private void awaitStragglers(RecordedObjects found, Instant endedAt) throws IOException, ObjectStoreException {
        if (services.clock().instant().isAfter(endedAt.plus(STRAGGLING))) {
            return;
        }
        for (String name : found.renditions().keySet()) {
            Optional<Payload> playlist =
                    services.objects().read(found.prefix() + name + "/index.m3u8", 0, MAX_TEXT_BYTES);
            boolean ended = playlist.isPresent()
                    && new String(playlist.get().toByteArray(), StandardCharsets.UTF_8).contains(END);
            if (!ended) {
                throw new IOException("the stream is still being stored");
            }
        }
        if (found.renditions().isEmpty()) {
            throw new IOException("nothing of the stream is stored yet");
        }
    }

    /** By init segment. */
    private Map<String, TrackText> tracks(RecordedObjects found) throws IOException, ObjectStoreException {
        Map<String, TrackText> tracks = new HashMap<>();
        for (RecordedObjects.Rendition rendition : found.renditions().values()) {
            for (String key : rendition.inits().values()) {
                try {
                    tracks.put(key, TrackText.of(StoredHeader.track(whole(key))));
                } catch (MediaParseException unsupported) {
                    LOG.info("{} is left out of the recording: {}", key, unsupported.getMessage());
                }
            }
        }
        return tracks;
    }

    /** The segments of all renditions, by number and rendition; numbers of which one cannot be read are left out. */
    private Map<Long, Map<String, StoredSegment.Facts>> read(StepRun run, RecordedObjects found)
            throws IOException, ObjectStoreException {
        NavigableSet<Long> numbers = found.commonNumbers();
        Map<Long, Map<String, StoredSegment.Facts>> segments = new LinkedHashMap<>();
        int done = 0;
        for (long number : numbers) {
            run.check();
            Map<String, StoredSegment.Facts> all = new LinkedHashMap<>();
            for (Map.Entry<String, RecordedObjects.Rendition> rendition :
                    found.renditions().entrySet()) {
                String key =
                        Objects.requireNonNull(rendition.getValue().segments().get(number));
                try {
                    all.put(rendition.getKey(), StoredSegment.read(whole(key)).facts());
                } catch (MediaParseException gap) {
                    LOG.debug("{} holds nothing: {}", key, gap.getMessage());
                }
            }
            if (all.size() == found.renditions().size()) {
                segments.put(number, all);
            }
            run.progress(++done / (double) numbers.size());
        }
        return segments;
    }

    private @Nullable String poster(RecordedObjects found) throws ObjectStoreException {
        String key = found.prefix() + "thumb.jpg";
        return services.objects().head(key).isPresent() ? key : null;
    }

    private Payload whole(String key) throws IOException, ObjectStoreException {
        return services.objects()
                .read(key, 0, MAX_SEGMENT_BYTES)
                .orElseThrow(() -> new FileNotFoundException("a file of the stream went away: " + key));
    }
}
