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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recording of an ended live stream from its stored segments: which of them, by {@link RecordingPlanner}, then each
 * read once, given its new time, and written to the files of the renditions, all of them at the same time.
 */
final class RecordingStep implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingStep.class);
    /** How long after the end of a stream its last files may still be on their way. */
    private static final Duration STRAGGLING = Duration.ofSeconds(60);
    /** Clocks of the store and of the database may differ so much. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private static final int MAX_TEXT_BYTES = 16 << 20;
    private static final double PUBLISH_COST = 0.1;
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
        RecordingChoice choice = new RecordingPlanner(found, tracks(run, found)).choose();
        try (RecordingCopy copy = new RecordingCopy(services, run, choice)) {
            copy(run, found, choice, copy);
            CopyPlan plan = copy.finish(poster(found));
            services.succeed(
                    run,
                    SourceJson.write(plan),
                    List.of(new NewStep(StepNames.PUBLISH_COPY, StepNames.PUBLISH_STAGE, PUBLISH_COST)));
        }
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
    private Map<String, TrackText> tracks(StepRun run, RecordedObjects found) throws IOException, ObjectStoreException {
        List<ObjectRange> inits = found.renditions().values().stream()
                .flatMap(rendition -> rendition.inits().values().stream())
                .toList();
        Map<String, TrackText> tracks = new HashMap<>();
        try (ReadAhead ahead = new ReadAhead(services.objects(), inits)) {
            for (ObjectRange init : inits) {
                run.check();
                try {
                    tracks.put(init.key(), TrackText.of(StoredHeader.track(ahead.next())));
                } catch (MediaParseException unsupported) {
                    LOG.info("{} is left out of the recording: {}", init.key(), unsupported.getMessage());
                }
            }
        }
        return tracks;
    }

    /** Leaves out numbers of which one rendition cannot be read. */
    private void copy(StepRun run, RecordedObjects found, RecordingChoice choice, RecordingCopy copy)
            throws IOException, ObjectStoreException {
        List<ObjectRange> ranges = new ArrayList<>();
        for (long number : choice.numbers()) {
            for (String name : choice.renditions().keySet()) {
                ranges.add(found.segment(name, number));
            }
        }
        int done = 0;
        try (ReadAhead ahead = new ReadAhead(services.objects(), ranges)) {
            for (long number : choice.numbers()) {
                Map<String, StoredSegment> segments = new LinkedHashMap<>();
                for (String name : choice.renditions().keySet()) {
                    run.check();
                    try {
                        segments.put(name, StoredSegment.read(ahead.next()));
                    } catch (MediaParseException damaged) {
                        LOG.info("Segment {} is left out of the recording: {}", number, damaged.getMessage());
                    }
                }
                if (segments.size() == choice.renditions().size()) {
                    copy.add(number, segments);
                }
                run.progress(++done / (double) choice.numbers().size());
            }
        }
    }

    private @Nullable String poster(RecordedObjects found) throws ObjectStoreException {
        String key = found.prefix() + "thumb.jpg";
        return services.objects().head(key).isPresent() ? key : null;
    }
}
