package dev.sluice.engine.control;

import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.Ingest;
import dev.sluice.engine.live.LiveSettings;
import dev.sluice.engine.live.PublishAnswer;
import dev.sluice.engine.live.PublishAnswer.Accepted;
import dev.sluice.engine.live.PublishAnswer.Refusal;
import dev.sluice.engine.live.PublishAnswer.Refused;
import dev.sluice.engine.live.PublishRequest;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.live.Timers;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamRepository;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets publishers in by their stream key. Each request is decided on a virtual thread of its own, a bounded number at
 * one time, and answered within the authorisation time-out; without the database nobody new gets in.
 */
public final class PublishDesk implements Ingest {
    private static final Logger LOG = LoggerFactory.getLogger(PublishDesk.class);
    /** One text for every key that may not publish, so that answers do not tell keys apart. */
    private static final String NOT_ALLOWED = "publishing with this stream key is not allowed";

    private static final Refused UNAVAILABLE =
            new Refused(Refusal.UNAVAILABLE, "publishing is not possible at the moment, try again later");

    private final LiveSettings settings;
    private final LiveStreams streams;
    private final StreamRepository repository;
    private final Timers timers;
    private final Semaphore desks;

    public PublishDesk(LiveSettings settings, LiveStreams streams, StreamRepository repository, Timers timers) {
        this.settings = settings;
        this.streams = streams;
        this.repository = repository;
        this.timers = timers;
        this.desks = new Semaphore(settings.maxPendingAuthorisations());
    }

    @Override
    public CompletionStage<PublishAnswer> publish(PublishRequest request) {
        CompletableFuture<PublishAnswer> answer = new CompletableFuture<>();
        if (!streams.isOpen() || !desks.tryAcquire()) {
            answer.complete(UNAVAILABLE);
            return answer;
        }
        Timers.Timer bound = timers.after(settings.authorisationTimeout(), () -> {
            if (answer.complete(UNAVAILABLE)) {
                LOG.warn("{}: no answer from the database in time", request);
            }
        });
        Thread.ofVirtual().name("publish-" + request.remoteAddress()).start(() -> {
            try {
                give(decide(request, answer), answer);
            } finally {
                answer.complete(UNAVAILABLE);
                bound.cancel();
                desks.release();
            }
        });
        return answer;
    }

    private static void give(PublishAnswer decided, CompletableFuture<PublishAnswer> answer) {
        boolean tooLate = !answer.complete(decided);
        if (tooLate && decided instanceof Accepted accepted) {
            accepted.publication().end(EndReason.CONNECTION_LOST);
        }
    }

    private PublishAnswer decide(PublishRequest request, CompletableFuture<PublishAnswer> answer) {
        try {
            PublishAnswer decided = decideWithDatabase(request, answer);
            if (decided instanceof Refused refused) {
                LOG.info("{} refused: {}", request, refused.refusal());
            }
            return decided;
        } catch (RepositoryException unreachable) {
            LOG.warn("{} refused, the database cannot be asked: {}", request, unreachable.getMessage());
            return UNAVAILABLE;
        } catch (RuntimeException defect) {
            LOG.error("{} refused", request, defect);
            return UNAVAILABLE;
        }
    }

    private PublishAnswer decideWithDatabase(PublishRequest request, CompletableFuture<PublishAnswer> answer) {
        String key = request.streamKey();
        if (key.isEmpty() || key.length() > StreamKeys.MAX_LENGTH) {
            return new Refused(Refusal.UNKNOWN_KEY, NOT_ALLOWED);
        }
        Optional<StreamRecord> row = repository.findByStreamKeyHash(StreamKeys.hash(key));
        if (row.isEmpty()) {
            return new Refused(Refusal.UNKNOWN_KEY, NOT_ALLOWED);
        }
        if (row.get().stopped()) {
            return new Refused(Refusal.STREAM_ENDED, NOT_ALLOWED);
        }
        StreamId id = row.get().id();
        return streams.exclusively(id, () -> answer.isDone() ? UNAVAILABLE : admit(id, request));
    }

    private PublishAnswer admit(StreamId id, PublishRequest request) {
        Optional<CarriedStream> running = streams.running(id);
        Optional<PublishAnswer> attached =
                running.flatMap(stream -> stream.stream().attach(request));
        if (attached.isPresent()) {
            return attached.get();
        }
        if (!streams.isOpen() || streams.isFull()) {
            return UNAVAILABLE;
        }
        Optional<CarriedStream> started = streams.goLive(id, /* byPlatform= */ false);
        if (started.isEmpty()) {
            boolean stopped = repository.find(id).map(StreamRecord::stopped).orElse(true);
            return stopped
                    ? new Refused(Refusal.STREAM_ENDED, NOT_ALLOWED)
                    : new Refused(Refusal.ALREADY_PUBLISHING, "the stream is being published elsewhere");
        }
        return started.get().stream().attach(request).orElse(UNAVAILABLE);
    }
}
