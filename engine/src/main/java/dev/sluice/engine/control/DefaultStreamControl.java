package dev.sluice.engine.control;

import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.AudienceSample;
import dev.sluice.engine.port.NewStream;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamQuery;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.Viewpoint;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Manages streams of the repository and carries those that are live on this node. */
public final class DefaultStreamControl implements StreamControl {
    private final StreamRepository repository;
    private final LiveStreams streams;
    private final StreamKeys keys;
    private final Consumer<StreamId> purge;
    private final InstantSource clock;

    /** @param purge deletes the media of a deleted stream; must not block */
    public DefaultStreamControl(
            StreamRepository repository,
            LiveStreams streams,
            StreamKeys keys,
            Consumer<StreamId> purge,
            InstantSource clock) {
        this.repository = repository;
        this.streams = streams;
        this.keys = keys;
        this.purge = purge;
        this.clock = clock;
    }

    @Override
    public CreatedStream create(Owner owner, StreamDetails details) {
        String key = keys.generate();
        StreamRecord row = repository.create(
                new NewStream(StreamId.random(), owner, details, StreamKeys.hash(key), clock.instant()));
        return new CreatedStream(row, key);
    }

    /** What a change of a stream came to: the new row, nothing, or why it cannot be. */
    private record Outcome(
            Optional<StreamRecord> row, @Nullable StreamConflictException conflict) {
        static Outcome refused(String code, String message) {
            return new Outcome(Optional.empty(), new StreamConflictException(code, message));
        }

        static Outcome of(Optional<StreamRecord> row) {
            return new Outcome(row, null);
        }

        Optional<StreamRecord> get() throws StreamConflictException {
            if (conflict != null) {
                throw conflict;
            }
            return row;
        }
    }

    @Override
    public Optional<StreamRecord> start(Viewpoint viewpoint, StreamId id) throws StreamConflictException {
        return streams.exclusively(id, () -> startExclusively(viewpoint, id)).get();
    }

    private Outcome startExclusively(Viewpoint viewpoint, StreamId id) {
        Optional<StreamRecord> row = managed(viewpoint, id);
        if (row.isEmpty() || streams.running(id).isPresent()) {
            return Outcome.of(row);
        }
        if (row.get().stopped()) {
            return Outcome.refused("stream_ended", "the stream has ended and cannot be started again");
        }
        if (!streams.isOpen() || streams.isFull()) {
            return Outcome.refused("capacity_reached", "this server carries as many live streams as it may");
        }
        Optional<CarriedStream> started = streams.goLive(id, /* byPlatform= */ true);
        // Nothing is changed when another node carries it; the row says so.
        return Outcome.of(started.isPresent() ? started.map(CarriedStream::record) : repository.find(id));
    }

    @Override
    public Optional<StreamRecord> stop(Viewpoint viewpoint, StreamId id) throws StreamConflictException {
        return streams.exclusively(id, () -> stopExclusively(viewpoint, id)).get();
    }

    private Outcome stopExclusively(Viewpoint viewpoint, StreamId id) {
        if (managed(viewpoint, id).isEmpty()) {
            return Outcome.of(Optional.empty());
        }
        CarriedStream running = streams.running(id).orElse(null);
        Optional<StreamRecord> ended = streams.markEnded(id, /* stopped= */ true, running);
        if (running != null) {
            running.stream().end(EndReason.STOPPED, "the stream was stopped");
        }
        return ended.isPresent() ? Outcome.of(ended) : Outcome.refused("stream_not_live", "the stream is not live");
    }

    @Override
    public Optional<StreamRecord> update(
            Viewpoint viewpoint, StreamId id, UnaryOperator<StreamDetails> change, OptionalLong expectedVersion)
            throws StreamConflictException {
        return streams.exclusively(id, () -> updateExclusively(viewpoint, id, change, expectedVersion))
                .get();
    }

    private Outcome updateExclusively(
            Viewpoint viewpoint, StreamId id, UnaryOperator<StreamDetails> change, OptionalLong expectedVersion) {
        Optional<StreamRecord> row = managed(viewpoint, id);
        if (row.isEmpty()) {
            return Outcome.of(row);
        }
        long version = row.get().version();
        if (expectedVersion.orElse(version) == version) {
            StreamDetails details = change.apply(row.get().details());
            Optional<StreamRecord> changed = repository.update(viewpoint, id, details, version, clock.instant());
            if (changed.isPresent()) {
                return Outcome.of(changed);
            }
        }
        return Outcome.refused("version_mismatch", "the stream was changed by somebody else meanwhile");
    }

    @Override
    public Optional<CreatedStream> rotateKey(Viewpoint viewpoint, StreamId id) {
        return streams.exclusively(id, () -> {
            if (managed(viewpoint, id).isEmpty()) {
                return Optional.empty();
            }
            String key = keys.generate();
            Optional<StreamRecord> changed = repository.changeKey(viewpoint, id, StreamKeys.hash(key), clock.instant());
            streams.running(id).ifPresent(running -> running.stream().dismissPublisher("the stream key was changed"));
            return changed.map(row -> new CreatedStream(row, key));
        });
    }

    @Override
    public boolean delete(Viewpoint viewpoint, StreamId id) throws StreamConflictException {
        return streams.exclusively(id, () -> deleteExclusively(viewpoint, id))
                .get()
                .isPresent();
    }

    private Outcome deleteExclusively(Viewpoint viewpoint, StreamId id) {
        Optional<StreamRecord> row = managed(viewpoint, id);
        if (row.isEmpty()) {
            return Outcome.of(row);
        }
        boolean live = row.get().status() == StreamStatus.LIVE;
        if (live || !repository.delete(viewpoint, id, clock.instant())) {
            return Outcome.refused("stream_live", "the stream is live: stop it first");
        }
        purge.accept(id);
        return Outcome.of(row);
    }

    private Optional<StreamRecord> managed(Viewpoint viewpoint, StreamId id) {
        Optional<StreamRecord> row = repository.find(viewpoint, id);
        if (row.isPresent() && !viewpoint.manages(row.get().owner())) {
            throw new NotYoursException();
        }
        return row;
    }

    @Override
    public Optional<StreamRecord> find(StreamId id) {
        return repository.find(id);
    }

    @Override
    public Optional<StreamRecord> find(Viewpoint viewpoint, StreamId id) {
        return repository.find(viewpoint, id);
    }

    @Override
    public StreamPage list(StreamQuery query) {
        return repository.list(query);
    }

    @Override
    public List<AudienceSample> audience(StreamId id, int limit) {
        return repository.audience(id, limit);
    }

    @Override
    public long uncountedViews(StreamId id) {
        return streams.uncountedViews(id);
    }

    @Override
    public Optional<StreamFigures> figures(StreamId id) {
        return streams.find(id).map(FiguresAssembler::figures);
    }

    /** Figures of every stream that this node carries. Does not block. */
    public Map<StreamId, StreamFigures> allFigures() {
        Map<StreamId, StreamFigures> all = new HashMap<>();
        streams.all().forEach(each -> all.put(each.stream().id(), FiguresAssembler.figures(each)));
        return all;
    }
}
