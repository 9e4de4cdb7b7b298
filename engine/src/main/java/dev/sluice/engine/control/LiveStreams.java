package dev.sluice.engine.control;

import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.LiveSettings;
import dev.sluice.engine.live.LiveStream;
import dev.sluice.engine.live.RepeatedTask;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.live.StreamState;
import dev.sluice.engine.live.Timers;
import dev.sluice.engine.port.RepositoryException;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.ViewerStats;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live streams that this node carries, kept in step with their rows: a stream is carried from the moment its row
 * says live, under a lease that is renewed, until its row says ended. When the database cannot be reached, running
 * streams go on and ends are written later.
 *
 * <p>Methods that touch the database block and are for virtual threads; they are serialised per stream by a lock that
 * is held over the call, so that a row never says something older than the stream.
 */
public final class LiveStreams {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);
    private static final int LOCK_STRIPES = 64;
    private static final String SHUTTING_DOWN = "the server is shutting down";

    private final LiveSettings settings;
    private final StreamRepository repository;
    private final StreamOutputs outputs;
    private final ViewerStats viewers;
    private final InstantSource clock;
    private final Timers timers;
    private final String nodeId;
    private final RepeatedTask renewal;
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCK_STRIPES).toList();
    private final Map<StreamId, CarriedStream> carried = new ConcurrentHashMap<>();
    private final Map<StreamId, CarriedStream> endsToWrite = new ConcurrentHashMap<>();
    private final Set<StreamOutput> unfinishedOutputs = ConcurrentHashMap.newKeySet();
    private final Object phaseLock = new Object();
    // Written under phaseLock.
    private volatile Phase phase = Phase.NEW;

    private enum Phase {
        NEW,
        OPEN,
        CLOSED
    }

    /** @param outputs what is made of each stream */
    public LiveStreams(
            LiveSettings settings,
            StreamRepository repository,
            StreamOutputs outputs,
            ViewerStats viewers,
            InstantSource clock,
            Timers timers,
            String nodeId) {
        this.settings = settings;
        this.repository = repository;
        this.outputs = outputs;
        this.viewers = viewers;
        this.clock = clock;
        this.timers = timers;
        this.nodeId = nodeId;
        this.renewal = new RepeatedTask("leases", settings.leaseRenewal(), timers, this::renewLeases);
    }

    /**
     * Ends in the database what an earlier life of this node left live, then opens. Does nothing when open already.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public void start() {
        if (phase == Phase.OPEN) {
            return;
        }
        requireNotClosed();
        int lapsed = repository.endLapsed(nodeId, clock.instant());
        if (lapsed > 0) {
            LOG.info("{} streams were left live by an earlier life and are ended", lapsed);
        }
        synchronized (phaseLock) {
            requireNotClosed();
            phase = Phase.OPEN;
        }
        renewal.start();
    }

    private void requireNotClosed() {
        if (phase == Phase.CLOSED) {
            throw new IllegalStateException("closed engines are not started again");
        }
    }

    public boolean isOpen() {
        return phase == Phase.OPEN;
    }

    Optional<CarriedStream> find(StreamId id) {
        return Optional.ofNullable(carried.get(id));
    }

    Collection<CarriedStream> all() {
        return List.copyOf(carried.values());
    }

    /** Runs the work while no other thread changes this stream's row or its place here. May block. */
    <T> T exclusively(StreamId id, Supplier<T> work) {
        ReentrantLock lock = locks.get(Math.floorMod(id.hashCode(), LOCK_STRIPES));
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** The running stream, if this node carries it. Only within {@link #exclusively}. */
    Optional<CarriedStream> running(StreamId id) {
        CarriedStream found = carried.get(id);
        return found == null || found.stream().state() == StreamState.ENDED ? Optional.empty() : Optional.of(found);
    }

    boolean isFull() {
        return carried.size() >= settings.maxStreams();
    }

    /**
     * Marks the row live and starts to carry the stream. Only within {@link #exclusively}.
     *
     * @param byPlatform true when no publisher is there yet
     * @return empty when the stream was stopped or another node carries it
     */
    Optional<CarriedStream> goLive(StreamId id, boolean byPlatform) {
        CarriedStream previous = carried.get(id);
        if (previous != null) {
            leave(previous);
        }
        CarriedStream unwritten = endsToWrite.get(id);
        if (unwritten != null) {
            writeEnd(unwritten);
        }
        Instant now = clock.instant();
        Optional<StreamRecord> row = repository.markLive(id, nodeId, now, now.plus(settings.leaseDuration()));
        if (row.isEmpty()) {
            return Optional.empty();
        }
        CarriedStream next;
        try {
            next = carry(id, byPlatform, row.get());
        } catch (RuntimeException defect) {
            giveBack(id, defect);
            throw defect;
        }
        carried.put(id, next);
        if (!isOpen()) {
            // close() may have looked before this stream was there to be seen.
            next.stream().end(EndReason.SHUTDOWN, SHUTTING_DOWN);
        }
        return Optional.of(next);
    }

    private CarriedStream carry(StreamId id, boolean byPlatform, StreamRecord row) {
        LiveStream stream = new LiveStream(
                id,
                byPlatform,
                settings,
                clock,
                timers,
                Thread.ofVirtual().name("live-" + id).factory(),
                (changed, from, to, reason) -> onStateChanged(changed, to));
        StreamOutput output = openOutput(stream);
        unfinishedOutputs.add(output);
        output.done().whenComplete((nothing, failure) -> unfinishedOutputs.remove(output));
        return new CarriedStream(stream, output, row, viewers.total(id), new AtomicBoolean());
    }

    private StreamOutput openOutput(LiveStream stream) {
        try {
            return outputs.open(stream);
        } catch (RuntimeException defect) {
            stream.end(EndReason.FAILED, "nothing can be made of the stream");
            throw defect;
        }
    }

    /** A row that was marked live but is not carried must not stay live: its lease would be renewed for ever. */
    private void giveBack(StreamId id, RuntimeException defect) {
        try {
            repository.markEnded(id, clock.instant(), /* stopped= */ false, 0, 0);
        } catch (RepositoryException unreachable) {
            defect.addSuppressed(unreachable);
        }
    }

    /**
     * Writes the end of a live row. Only within {@link #exclusively}.
     *
     * @param running what this node carries of it; null when its run is over here or was never here
     */
    Optional<StreamRecord> markEnded(StreamId id, boolean stopped, @Nullable CarriedStream running) {
        CarriedStream known = running == null ? endsToWrite.get(id) : running;
        long newViews = known == null ? 0 : newViews(known);
        Optional<StreamRecord> row = repository.markEnded(id, clock.instant(), stopped, viewers.peak(id), newViews);
        if (known != null) {
            known.endWritten().set(true);
        }
        return row;
    }

    long uncountedViews(StreamId id) {
        CarriedStream running = carried.get(id);
        return running == null || running.endWritten().get() ? 0 : newViews(running);
    }

    private long newViews(CarriedStream known) {
        return viewers.total(known.stream().id()) - known.viewsBefore();
    }

    private void onStateChanged(LiveStream stream, StreamState to) {
        if (to == StreamState.ENDED) {
            Thread.ofVirtual().name("end-" + stream.id()).start(() -> leaveEnded(stream));
        }
    }

    private void leaveEnded(LiveStream stream) {
        exclusively(stream.id(), () -> {
            CarriedStream found = carried.get(stream.id());
            if (found != null && found.stream() == stream) {
                leave(found);
            }
            return Optional.empty();
        });
    }

    /** Stops carrying an ended stream and writes its end, now or when the database is back. */
    private void leave(CarriedStream ended) {
        try {
            writeEnd(ended);
        } catch (RepositoryException unreachable) {
            LOG.warn("stream {}: its end is written later: {}", ended.stream().id(), unreachable.getMessage());
            endsToWrite.put(ended.stream().id(), ended);
        } finally {
            carried.remove(ended.stream().id(), ended);
        }
    }

    private void writeEnd(CarriedStream ended) {
        StreamId id = ended.stream().id();
        if (!ended.endWritten().get()) {
            markEnded(id, /* stopped= */ false, ended);
        }
        endsToWrite.remove(id, ended);
    }

    private void renewLeases() {
        // Before the ends: one row that cannot be written must not cost the others their leases.
        int expected = carried.size();
        int renewed = repository.renewLeases(nodeId, clock.instant().plus(settings.leaseDuration()));
        if (renewed < expected) {
            all().forEach(this::endIfLeaseIsLost);
        }
        endsToWrite.values().forEach(this::writeLateEnd);
    }

    private void writeLateEnd(CarriedStream ended) {
        StreamId id = ended.stream().id();
        exclusively(id, () -> {
            if (ended.equals(endsToWrite.get(id))) {
                leave(ended);
            }
            return Optional.empty();
        });
    }

    private void endIfLeaseIsLost(CarriedStream stream) {
        StreamId id = stream.stream().id();
        boolean lost = exclusively(id, () -> stream.equals(carried.get(id)) && !holdsLease(id));
        if (lost && stream.stream().state() != StreamState.ENDED) {
            LOG.error("stream {}: its row is no longer live for this node, so it ends here too", id);
            // The row is another's now, or ended by another: not ours to write.
            stream.endWritten().set(true);
            stream.stream().end(EndReason.FAILED, "the stream is no longer live");
        }
    }

    /** A row that is live may be another node's: marking it live again works for the node that holds it alone. */
    private boolean holdsLease(StreamId id) {
        Instant now = clock.instant();
        return repository
                        .find(id)
                        .filter(row -> row.status() == StreamStatus.LIVE)
                        .isPresent()
                && repository
                        .markLive(id, nodeId, now, now.plus(settings.leaseDuration()))
                        .isPresent();
    }

    /** Ends every stream and waits, bounded, until outputs are finished and rows written. Idempotent. */
    public void close(Duration timeout) {
        synchronized (phaseLock) {
            phase = Phase.CLOSED;
        }
        renewal.close();
        List<CompletableFuture<?>> unfinished = new ArrayList<>();
        endsToWrite.values().forEach(each -> unfinished.add(inBackground(() -> writeLateEnd(each))));
        List<CarriedStream> last = List.copyOf(carried.values());
        last.forEach(each -> each.stream().end(EndReason.SHUTDOWN, SHUTTING_DOWN));
        last.forEach(each -> unfinished.add(inBackground(() -> leaveEnded(each.stream()))));
        unfinishedOutputs.forEach(output -> unfinished.add(output.done().toCompletableFuture()));
        try {
            CompletableFuture.allOf(unfinished.toArray(CompletableFuture<?>[]::new))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notFinished) {
            LOG.warn(
                    "not finished in time: {} outputs, {} rows",
                    unfinishedOutputs.size(),
                    carried.size() + endsToWrite.size());
        } catch (ExecutionException defect) {
            LOG.error("streams could not all be left", defect.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The database may hang: ends are written side by side, so that the wait for all has one bound. */
    private static CompletableFuture<Void> inBackground(Runnable work) {
        return CompletableFuture.runAsync(
                work, task -> Thread.ofVirtual().name("end-at-close").start(task));
    }
}
