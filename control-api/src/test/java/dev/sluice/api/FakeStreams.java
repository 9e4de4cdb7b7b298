package dev.sluice.api;

import dev.sluice.engine.control.CreatedStream;
import dev.sluice.engine.control.NotYoursException;
import dev.sluice.engine.control.StreamConflictException;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.control.StreamFigures;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.AudienceSample;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamQuery;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.port.Visibility;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Streams in memory. Insists on being called on virtual threads, as the real ones do. */
final class FakeStreams implements StreamControl {
    static final String STREAM_KEY = "live_sk_abc123def456";
    static final String ROTATED_KEY = "live_sk_rotated";
    static final Owner OWNER = new Owner("default", "somebody");
    static final StreamDetails PUBLIC = StreamDetails.titled("a stream", Visibility.PUBLIC);
    static final Instant CREATED = Instant.parse("2025-10-01T12:00:00.456Z");
    static final Instant STARTED = Instant.parse("2025-10-01T15:00:00.789Z");
    static final Instant ENDED = Instant.parse("2025-10-01T16:00:00.123Z");

    final Map<StreamId, StreamFigures> figures = new ConcurrentHashMap<>();
    volatile boolean databaseLost;
    volatile boolean defective;
    /** Streams that nobody created exist too, and are public. */
    volatile boolean everyIdExists;

    volatile @Nullable StreamQuery lastQuery;
    private final Map<StreamId, StreamRecord> records = new LinkedHashMap<>();

    @Override
    public synchronized CreatedStream create(Owner owner, StreamDetails details) {
        enter();
        StreamRecord created = record(StreamId.random(), owner, details);
        records.put(created.id(), created);
        return new CreatedStream(created, STREAM_KEY);
    }

    static StreamRecord record(StreamId id, Owner owner, StreamDetails details) {
        return new StreamRecord(
                id,
                owner,
                details,
                StreamStatus.SCHEDULED,
                /* stopped= */ false,
                /* version= */ 1,
                CREATED,
                CREATED,
                /* startedAt= */ null,
                /* endedAt= */ null,
                /* peakViewers= */ 0,
                /* totalViews= */ 0,
                /* watchSeconds= */ 0,
                /* hasThumbnail= */ false);
    }

    @Override
    public synchronized Optional<StreamRecord> start(Viewpoint viewpoint, StreamId id) throws StreamConflictException {
        Optional<StreamRecord> row = managed(viewpoint, id);
        if (row.isPresent() && row.get().stopped()) {
            throw new StreamConflictException("stream_ended", "The stream was stopped.");
        }
        return row.map(old -> change(old, StreamStatus.LIVE, /* stopped= */ false, /* endedAt= */ null));
    }

    @Override
    public synchronized Optional<StreamRecord> stop(Viewpoint viewpoint, StreamId id) throws StreamConflictException {
        Optional<StreamRecord> row = managed(viewpoint, id);
        if (row.isPresent() && row.get().status() != StreamStatus.LIVE) {
            throw new StreamConflictException("stream_not_live", "The stream is not live.");
        }
        return row.map(old -> change(old, StreamStatus.ENDED, /* stopped= */ true, ENDED));
    }

    @Override
    public synchronized Optional<StreamRecord> update(
            Viewpoint viewpoint, StreamId id, UnaryOperator<StreamDetails> change, OptionalLong expectedVersion)
            throws StreamConflictException {
        Optional<StreamRecord> row = managed(viewpoint, id);
        if (row.isPresent()
                && expectedVersion.orElse(row.get().version()) != row.get().version()) {
            throw new StreamConflictException("version_mismatch", "The stream was changed.");
        }
        return row.map(old -> put(new StreamRecord(
                id,
                old.owner(),
                change.apply(old.details()),
                old.status(),
                old.stopped(),
                old.version() + 1,
                CREATED,
                STARTED,
                old.startedAt(),
                old.endedAt(),
                old.peakViewers(),
                old.totalViews(),
                old.watchSeconds(),
                old.hasThumbnail())));
    }

    @Override
    public synchronized Optional<CreatedStream> rotateKey(Viewpoint viewpoint, StreamId id) {
        return managed(viewpoint, id).map(row -> new CreatedStream(row, ROTATED_KEY));
    }

    @Override
    public synchronized boolean delete(Viewpoint viewpoint, StreamId id) throws StreamConflictException {
        Optional<StreamRecord> row = managed(viewpoint, id);
        if (row.isPresent() && row.get().status() == StreamStatus.LIVE) {
            throw new StreamConflictException("stream_live", "The stream is live.");
        }
        return row.isPresent() && records.remove(id) != null;
    }

    private Optional<StreamRecord> managed(Viewpoint viewpoint, StreamId id) {
        Optional<StreamRecord> row = find(viewpoint, id);
        if (row.isPresent() && !viewpoint.manages(row.get().owner())) {
            throw new NotYoursException();
        }
        return row;
    }

    @Override
    public synchronized Optional<StreamRecord> find(StreamId id) {
        enter();
        Optional<StreamRecord> row = Optional.ofNullable(records.get(id));
        return row.isEmpty() && everyIdExists ? Optional.of(record(id, OWNER, PUBLIC)) : row;
    }

    @Override
    public synchronized Optional<StreamRecord> find(Viewpoint viewpoint, StreamId id) {
        return find(id).filter(row -> viewpoint.manages(row.owner())
                || (row.owner().tenant().equals(viewpoint.tenant()) && row.visibility() != Visibility.PRIVATE));
    }

    @Override
    public synchronized StreamPage list(StreamQuery query) {
        enter();
        lastQuery = query;
        List<StreamRecord> matching = records.values().stream()
                .filter(record -> query.viewpoint() == null
                        || record.owner().tenant().equals(query.viewpoint().tenant()))
                .filter(record -> query.status() == null || record.status() == query.status())
                .toList()
                .reversed();
        List<StreamRecord> shown = matching.stream()
                .skip((query.page() - 1L) * query.limit())
                .limit(query.limit())
                .toList();
        return new StreamPage(shown, matching.size());
    }

    @Override
    public List<AudienceSample> audience(StreamId id, int limit) {
        enter();
        return List.of(new AudienceSample(id, 0, 100, 0), new AudienceSample(id, 60, 120, 0));
    }

    @Override
    public long uncountedViews(StreamId id) {
        return 0;
    }

    @Override
    public Optional<StreamFigures> figures(StreamId id) {
        return Optional.ofNullable(figures.get(id));
    }

    private StreamRecord change(StreamRecord old, StreamStatus status, boolean stopped, @Nullable Instant endedAt) {
        return put(new StreamRecord(
                old.id(),
                old.owner(),
                old.details(),
                status,
                stopped,
                old.version() + 1,
                old.createdAt(),
                STARTED,
                STARTED,
                endedAt,
                /* peakViewers= */ 150,
                /* totalViews= */ 500,
                /* watchSeconds= */ 600_000,
                old.hasThumbnail()));
    }

    /** As when a picture of it was stored. */
    synchronized void giveThumbnail(StreamId id) {
        StreamRecord old = Objects.requireNonNull(records.get(id));
        put(new StreamRecord(
                old.id(),
                old.owner(),
                old.details(),
                old.status(),
                old.stopped(),
                old.version(),
                old.createdAt(),
                old.updatedAt(),
                old.startedAt(),
                old.endedAt(),
                old.peakViewers(),
                old.totalViews(),
                old.watchSeconds(),
                /* hasThumbnail= */ true));
    }

    private StreamRecord put(StreamRecord row) {
        records.put(row.id(), row);
        return row;
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
