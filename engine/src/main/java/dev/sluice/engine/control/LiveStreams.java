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
    private volatile boolean open;

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

    /** Ends in the database what an earlier life of this node left live, then opens. */
    public void start() {
        int lapsed = repository.endLapsed(nodeId, clock.instant());
        if (lapsed > 0) {
            LOG.info("{} streams were left live by an earlier life and are ended", lapsed);
        }
        open = true;
        renewal.start();
    }

    public boolean isOpen() {
        return open;
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
            writeEnd(unwritten, false);
        }
        Instant now = clock.instant();
        Optional<StreamRecord> row = repository.markLive(id, nodeId, now, now.plus(settings.leaseDuration()));
        if (row.isEmpty()) {
            return Optional.empty();
        }
        LiveStream stream = new LiveStream(
                id,
                byPlatform,
                settings,
                clock,
                timers,
                Thread.ofVirtual().name("live-" + id).factory(),
                (changed, from, to, reason) -> onStateChanged(changed, to));
        StreamOutput output = outputs.open(stream);
        unfinishedOutputs.add(output);
        output.done().whenComplete((nothing, failure) -> unfinishedOutputs.remove(output));
        CarriedStream next = new CarriedStream(stream, output, row.get(), viewers.total(id), new AtomicBoolean());
        carried.put(id, next);
        return Optional.of(next);
    }

    /** Writes the end of a live row. Only within {@link #exclusively}. */
    Optional<StreamRecord> markEnded(StreamId id, boolean stopped, @Nullable CarriedStream known) {
        StreamRecord before = known == null ? null : known.record();
        long peak = viewers.peak(id);
        long total = viewers.total(id);
        if (known != null && before != null) {
            peak = Math.max(peak, before.peakViewers());
            total = before.totalViews() + total - known.viewsBefore();
        }
        Optional<StreamRecord> row = repository.markEnded(id, clock.instant(), stopped, peak, total);
        if (known != null) {
            known.endWritten().set(true);
        }
        return row;
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
        carried.remove(ended.stream().id(), ended);
        try {
            writeEnd(ended, false);
        } catch (RepositoryException unreachable) {
            LOG.warn("stream {}: its end is written later: {}", ended.stream().id(), unreachable.getMessage());
            endsToWrite.put(ended.stream().id(), ended);
        }
    }

    private void writeEnd(CarriedStream ended, boolean stopped) {
        StreamId id = ended.stream().id();
        if (!ended.endWritten().get()) {
            markEnded(id, stopped, ended);
        }
        endsToWrite.remove(id, ended);
    }

    private void renewLeases() {
        for (CarriedStream ended : List.copyOf(endsToWrite.values())) {
            exclusively(ended.stream().id(), () -> {
                if (ended.equals(endsToWrite.get(ended.stream().id()))) {
                    writeEnd(ended, false);
                }
                return Optional.empty();
            });
        }
        int expected = carried.size();
        int renewed = repository.renewLeases(nodeId, clock.instant().plus(settings.leaseDuration()));
        if (renewed < expected) {
            all().forEach(this::endIfLeaseIsLost);
        }
    }

    private void endIfLeaseIsLost(CarriedStream stream) {
        StreamId id = stream.stream().id();
        boolean lost = exclusively(
                id,
                () -> stream.equals(carried.get(id))
                        && repository
                                .find(id)
                                .filter(row -> row.status() == StreamStatus.LIVE)
                                .isEmpty());
        if (lost && stream.stream().state() != StreamState.ENDED) {
            LOG.error("stream {}: its row is no longer live, so it ends here too", id);
            stream.stream().end(EndReason.FAILED, "the stream is no longer live");
        }
    }

    /** Ends every stream and waits, bounded, until outputs are finished and rows written. Idempotent. */
    public void close(Duration timeout) {
        open = false;
        renewal.close();
        List<CarriedStream> last = List.copyOf(carried.values());
        last.forEach(each -> each.stream().end(EndReason.SHUTDOWN, "the server is shutting down"));
        last.forEach(each -> leaveEnded(each.stream()));
        CompletableFuture<?>[] unfinished = unfinishedOutputs.stream()
                .map(output -> output.done().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(unfinished).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException notFinished) {
            LOG.warn("{} streams could not finish their outputs in time", unfinishedOutputs.size());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
