package dev.sluice.engine.testing;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.AudienceSample;
import dev.sluice.engine.port.NewStream;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamQuery;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.Viewpoint;
import dev.sluice.engine.port.Visibility;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams in memory, by the rules of {@link StreamRepository}; may be told to fail or to hang. Safe for threads. */
public final class FakeStreamRepository implements StreamRepository {
    /** Whose all streams are that a test does not say otherwise of. */
    public static final Owner OWNER = new Owner("tenant", "owner");

    private final List<AudienceSample> audience = new ArrayList<>();
    private final Map<StreamId, StreamRecord> rows = new LinkedHashMap<>();
    private final Map<String, StreamId> keys = new HashMap<>();
    private final Map<StreamId, Lease> leases = new HashMap<>();
    private final List<String> writes = new ArrayList<>();
    private final AtomicInteger callers = new AtomicInteger();
    private volatile boolean lost;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private record Lease(String nodeId, Instant until) {}

    /** Every call fails from now on, or works again. */
    public void lose(boolean isLost) {
        lost = isLost;
    }

    /** Every call waits from now on until the gate is counted down. */
    public CountDownLatch hang() {
        gate = new CountDownLatch(1);
        return gate;
    }

    /** Calls in progress. */
    public int callers() {
        return callers.get();
    }

    /** Every change of a row's status that took effect. */
    public synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    public synchronized StreamRecord row(StreamId id) {
        return Optional.ofNullable(rows.get(id)).orElseThrow();
    }

    public synchronized Instant leaseUntil(StreamId id) {
        return Optional.ofNullable(leases.get(id)).orElseThrow().until();
    }

    public StreamRecord add(String streamKeyHash, Instant now) {
        return create(new NewStream(
                StreamId.random(), OWNER, StreamDetails.titled("title", Visibility.PUBLIC), streamKeyHash, now));
    }

    private void enter() {
        callers.incrementAndGet();
        try {
            if (!gate.await(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("nobody opened the gate");
            }
        } catch (InterruptedException interrupted) {
            throw new RepositoryException("interrupted", interrupted);
        } finally {
            callers.decrementAndGet();
        }
        if (lost) {
            throw new RepositoryException("the database is away", new IOException("connection refused"));
        }
    }

    @Override
    public StreamRecord create(NewStream stream) {
        enter();
        StreamRecord row = new StreamRecord(
                stream.id(),
                stream.owner(),
                stream.details(),
                StreamStatus.SCHEDULED,
                /* stopped= */ false,
                /* version= */ 1,
                stream.createdAt(),
                stream.createdAt(),
                /* startedAt= */ null,
                /* endedAt= */ null,
                /* peakViewers= */ 0,
                /* totalViews= */ 0,
                /* watchSeconds= */ 0,
                /* hasThumbnail= */ false);
        synchronized (this) {
            rows.put(row.id(), row);
            keys.put(stream.streamKeyHash(), row.id());
        }
        return row;
    }

    @Override
    public Optional<StreamRecord> find(StreamId id) {
        enter();
        synchronized (this) {
            return Optional.ofNullable(rows.get(id));
        }
    }

    @Override
    public Optional<StreamRecord> findByStreamKeyHash(String streamKeyHash) {
        enter();
        synchronized (this) {
            return Optional.ofNullable(keys.get(streamKeyHash)).map(rows::get);
        }
    }

    @Override
    public Optional<StreamRecord> find(Viewpoint viewpoint, StreamId id) {
        return find(id).filter(row -> viewpoint.manages(row.owner())
                || (row.owner().tenant().equals(viewpoint.tenant()) && row.visibility() != Visibility.PRIVATE));
    }

    @Override
    public StreamPage list(StreamQuery query) {
        enter();
        synchronized (this) {
            List<StreamRecord> all = rows.values().stream()
                    .filter(row -> query.status() == null || row.status() == query.status())
                    .toList();
            return new StreamPage(
                    all.stream()
                            .skip((query.page() - 1L) * query.limit())
                            .limit(query.limit())
                            .toList(),
                    all.size());
        }
    }

    @Override
    public Optional<StreamRecord> update(
            Viewpoint viewpoint, StreamId id, StreamDetails details, long expectedVersion, Instant now) {
        return find(id).filter(row -> viewpoint.manages(row.owner()) && row.version() == expectedVersion)
                .map(row -> replace(row, details, now));
    }

    @Override
    public Optional<StreamRecord> changeKey(Viewpoint viewpoint, StreamId id, String streamKeyHash, Instant now) {
        Optional<StreamRecord> row = find(id).filter(found -> viewpoint.manages(found.owner()));
        synchronized (this) {
            row.ifPresent(found -> {
                keys.values().remove(id);
                keys.put(streamKeyHash, id);
            });
        }
        return row.map(found -> replace(found, found.details(), now));
    }

    @Override
    public boolean delete(Viewpoint viewpoint, StreamId id, Instant now) {
        Optional<StreamRecord> row =
                find(id).filter(found -> viewpoint.manages(found.owner()) && found.status() != StreamStatus.LIVE);
        synchronized (this) {
            return row.isPresent() && rows.remove(id) != null;
        }
    }

    private synchronized StreamRecord replace(StreamRecord row, StreamDetails details, Instant now) {
        StreamRecord next = new StreamRecord(
                row.id(),
                row.owner(),
                details,
                row.status(),
                row.stopped(),
                row.version() + 1,
                row.createdAt(),
                now,
                row.startedAt(),
                row.endedAt(),
                row.peakViewers(),
                row.totalViews(),
                row.watchSeconds(),
                row.hasThumbnail());
        rows.put(row.id(), next);
        return next;
    }

    @Override
    public void addAudience(List<AudienceSample> samples) {
        enter();
        synchronized (this) {
            audience.addAll(samples);
        }
    }

    @Override
    public List<AudienceSample> audience(StreamId id, int limit) {
        enter();
        synchronized (this) {
            return audience.stream()
                    .filter(sample -> sample.id().equals(id))
                    .limit(limit)
                    .toList();
        }
    }

    @Override
    public Optional<StreamRecord> markLive(StreamId id, String nodeId, Instant now, Instant leaseUntil) {
        enter();
        synchronized (this) {
            StreamRecord row = rows.get(id);
            Lease lease = leases.get(id);
            boolean held = lease != null && !lease.nodeId.equals(nodeId) && lease.until.isAfter(now);
            if (row == null || row.stopped() || held) {
                return Optional.empty();
            }
            leases.put(id, new Lease(nodeId, leaseUntil));
            return Optional.of(write(row, StreamStatus.LIVE, false, now, row.peakViewers(), row.totalViews()));
        }
    }

    @Override
    public Optional<StreamRecord> markEnded(
            StreamId id, Instant now, boolean stopped, long peakViewers, long totalViews) {
        enter();
        synchronized (this) {
            StreamRecord row = rows.get(id);
            if (row == null || row.status() != StreamStatus.LIVE) {
                return Optional.empty();
            }
            leases.remove(id);
            long peak = Math.max(row.peakViewers(), peakViewers);
            return Optional.of(write(row, StreamStatus.ENDED, stopped, now, peak, row.totalViews() + totalViews));
        }
    }

    private StreamRecord write(
            StreamRecord row, StreamStatus status, boolean stopped, Instant now, long peak, long total) {
        boolean ends = status == StreamStatus.ENDED;
        StreamRecord next = new StreamRecord(
                row.id(),
                row.owner(),
                row.details(),
                status,
                stopped,
                row.version() + 1,
                row.createdAt(),
                now,
                ends ? row.startedAt() : now,
                ends ? now : null,
                peak,
                total,
                row.watchSeconds(),
                row.hasThumbnail());
        rows.put(row.id(), next);
        writes.add(status + (stopped ? " stopped" : ""));
        return next;
    }

    @Override
    public void setThumbnail(StreamId id, boolean present) {
        enter();
        synchronized (this) {
            rows.computeIfPresent(
                    id,
                    (key, row) -> new StreamRecord(
                            row.id(),
                            row.owner(),
                            row.details(),
                            row.status(),
                            row.stopped(),
                            row.version(),
                            row.createdAt(),
                            row.updatedAt(),
                            row.startedAt(),
                            row.endedAt(),
                            row.peakViewers(),
                            row.totalViews(),
                            row.watchSeconds(),
                            present));
        }
    }

    @Override
    public int renewLeases(String nodeId, Instant leaseUntil) {
        enter();
        synchronized (this) {
            List<StreamId> mine = leases.entrySet().stream()
                    .filter(each -> each.getValue().nodeId.equals(nodeId))
                    .map(Map.Entry::getKey)
                    .toList();
            mine.forEach(id -> leases.put(id, new Lease(nodeId, leaseUntil)));
            return mine.size();
        }
    }

    @Override
    public int endLapsed(String nodeId, Instant now) {
        enter();
        synchronized (this) {
            List<StreamId> lapsed = leases.entrySet().stream()
                    .filter(each -> each.getValue().nodeId.equals(nodeId)
                            || !each.getValue().until.isAfter(now))
                    .map(Map.Entry::getKey)
                    .toList();
            lapsed.forEach(id -> {
                leases.remove(id);
                StreamRecord row = row(id);
                write(row, StreamStatus.ENDED, row.stopped(), now, row.peakViewers(), row.totalViews());
            });
            return lapsed.size();
        }
    }
}
