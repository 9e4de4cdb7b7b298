package dev.sluice.engine.testing;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.NewStream;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.StreamVisibility;
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
import org.jspecify.annotations.Nullable;

/** Streams in memory, by the rules of {@link StreamRepository}; may be told to fail or to hang. Safe for threads. */
public final class FakeStreamRepository implements StreamRepository {
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
        return create(
                new NewStream(StreamId.random(), "title", null, null, StreamVisibility.PUBLIC, streamKeyHash, now));
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
                stream.title(),
                stream.description(),
                stream.scheduledStart(),
                stream.visibility(),
                StreamStatus.SCHEDULED,
                /* stopped= */ false,
                stream.createdAt(),
                /* startedAt= */ null,
                /* endedAt= */ null,
                /* peakViewers= */ 0,
                /* totalViews= */ 0);
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
    public StreamPage list(@Nullable StreamStatus status, int page, int limit) {
        enter();
        synchronized (this) {
            List<StreamRecord> all = rows.values().stream()
                    .filter(row -> status == null || row.status() == status)
                    .toList();
            return new StreamPage(
                    all.stream().skip((page - 1L) * limit).limit(limit).toList(), all.size());
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
                row.title(),
                row.description(),
                row.scheduledStart(),
                row.visibility(),
                status,
                stopped,
                row.createdAt(),
                ends ? row.startedAt() : now,
                ends ? now : null,
                peak,
                total);
        rows.put(row.id(), next);
        writes.add(status + (stopped ? " stopped" : ""));
        return next;
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
