package dev.sluice.api;

import dev.sluice.engine.control.CreatedStream;
import dev.sluice.engine.control.StreamConflictException;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.control.StreamDraft;
import dev.sluice.engine.control.StreamFigures;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Streams in memory. Insists on being called on virtual threads, as the real ones do. */
final class FakeStreams implements StreamControl {
    static final String STREAM_KEY = "live_sk_abc123def456";
    static final Instant CREATED = Instant.parse("2025-10-01T12:00:00.456Z");
    static final Instant STARTED = Instant.parse("2025-10-01T15:00:00.789Z");
    static final Instant ENDED = Instant.parse("2025-10-01T16:00:00.123Z");

    final Map<StreamId, StreamFigures> figures = new ConcurrentHashMap<>();
    volatile boolean databaseLost;
    volatile boolean defective;
    volatile int lastPage;
    volatile int lastLimit;
    private final Map<StreamId, StreamRecord> records = new LinkedHashMap<>();

    @Override
    public synchronized CreatedStream create(StreamDraft draft) {
        enter();
        StreamRecord created = new StreamRecord(
                StreamId.random(),
                draft.title(),
                draft.description(),
                draft.scheduledStart(),
                draft.visibility(),
                StreamStatus.SCHEDULED,
                /* stopped= */ false,
                CREATED,
                /* startedAt= */ null,
                /* endedAt= */ null,
                /* peakViewers= */ 0,
                /* totalViews= */ 0);
        records.put(created.id(), created);
        return new CreatedStream(created, STREAM_KEY);
    }

    @Override
    public synchronized Optional<StreamRecord> start(StreamId id) throws StreamConflictException {
        enter();
        StreamRecord record = records.get(id);
        if (record != null && record.stopped()) {
            throw new StreamConflictException("stream_ended", "The stream was stopped.");
        }
        return change(id, StreamStatus.LIVE, /* stopped= */ false, STARTED, /* endedAt= */ null);
    }

    @Override
    public synchronized Optional<StreamRecord> stop(StreamId id) throws StreamConflictException {
        enter();
        StreamRecord record = records.get(id);
        if (record != null && record.status() != StreamStatus.LIVE) {
            throw new StreamConflictException("stream_not_live", "The stream is not live.");
        }
        return change(id, StreamStatus.ENDED, /* stopped= */ true, STARTED, ENDED);
    }

    @Override
    public synchronized Optional<StreamRecord> find(StreamId id) {
        enter();
        return Optional.ofNullable(records.get(id));
    }

    @Override
    public synchronized StreamPage list(@Nullable StreamStatus status, int page, int limit) {
        enter();
        lastPage = page;
        lastLimit = limit;
        List<StreamRecord> matching = records.values().stream()
                .filter(record -> status == null || record.status() == status)
                .toList()
                .reversed();
        List<StreamRecord> shown =
                matching.stream().skip((long) (page - 1) * limit).limit(limit).toList();
        return new StreamPage(shown, matching.size());
    }

    @Override
    public Optional<StreamFigures> figures(StreamId id) {
        return Optional.ofNullable(figures.get(id));
    }

    private Optional<StreamRecord> change(
            StreamId id, StreamStatus status, boolean stopped, Instant startedAt, @Nullable Instant endedAt) {
        return Optional.ofNullable(records.computeIfPresent(
                id,
                (same, old) -> new StreamRecord(
                        id,
                        old.title(),
                        old.description(),
                        old.scheduledStart(),
                        old.visibility(),
                        status,
                        stopped,
                        old.createdAt(),
                        startedAt,
                        endedAt,
                        /* peakViewers= */ 150,
                        /* totalViews= */ 500)));
    }

    private void enter() {
        if (!Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a blocking call on " + Thread.currentThread());
        }
        if (databaseLost) {
            throw new RepositoryException("connection refused", new IllegalStateException("test"));
        }
        if (defective) {
            throw new IllegalStateException("secret detail of a defect");
        }
    }
}
