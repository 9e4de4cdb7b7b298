package dev.sluice.engine.control;

import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.NewStream;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamRepository;
import dev.sluice.engine.port.StreamStatus;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Manages streams of the repository and carries those that are live on this node. */
public final class DefaultStreamControl implements StreamControl {
    private final StreamRepository repository;
    private final LiveStreams streams;
    private final StreamKeys keys;
    private final InstantSource clock;

    public DefaultStreamControl(
            StreamRepository repository, LiveStreams streams, StreamKeys keys, InstantSource clock) {
        this.repository = repository;
        this.streams = streams;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public CreatedStream create(StreamDraft draft) {
        String key = keys.generate();
        StreamRecord row = repository.create(new NewStream(
                StreamId.random(),
                draft.title(),
                draft.description(),
                draft.scheduledStart(),
                draft.visibility(),
                StreamKeys.hash(key),
                clock.instant()));
        return new CreatedStream(row, key);
    }

    /** What a change of a stream came to: the new row, nothing, or why it cannot be. */
    private record Outcome(
            Optional<StreamRecord> row, @Nullable StreamConflictException conflict) {
        static Outcome refused(String code, String message) {
            return new Outcome(Optional.empty(), new StreamConflictException(code, message));
        }

        Optional<StreamRecord> get() throws StreamConflictException {
            if (conflict != null) {
                throw conflict;
            }
            return row;
        }
    }

    @Override
    public Optional<StreamRecord> start(StreamId id) throws StreamConflictException {
        return streams.exclusively(id, () -> startExclusively(id)).get();
    }

    private Outcome startExclusively(StreamId id) {
        Optional<StreamRecord> row = repository.find(id);
        if (row.isEmpty() || streams.running(id).isPresent()) {
            return new Outcome(row, null);
        }
        if (row.get().stopped()) {
            return Outcome.refused("stream_ended", "the stream has ended and cannot be started again");
        }
        if (!streams.isOpen() || streams.isFull()) {
            return Outcome.refused("capacity_reached", "this server carries as many live streams as it may");
        }
        Optional<CarriedStream> started = streams.goLive(id, /* byPlatform= */ true);
        // Nothing is changed when another node carries it; the row says so.
        return new Outcome(started.isPresent() ? started.map(CarriedStream::record) : repository.find(id), null);
    }

    @Override
    public Optional<StreamRecord> stop(StreamId id) throws StreamConflictException {
        return streams.exclusively(id, () -> stopExclusively(id)).get();
    }

    private Outcome stopExclusively(StreamId id) {
        if (repository.find(id).isEmpty()) {
            return new Outcome(Optional.empty(), null);
        }
        CarriedStream running = streams.running(id).orElse(null);
        Optional<StreamRecord> ended = streams.markEnded(id, /* stopped= */ true, running);
        if (running != null) {
            running.stream().end(EndReason.STOPPED, "the stream was stopped");
        }
        return ended.isPresent()
                ? new Outcome(ended, null)
                : Outcome.refused("stream_not_live", "the stream is not live");
    }

    @Override
    public Optional<StreamRecord> find(StreamId id) {
        return repository.find(id);
    }

    @Override
    public StreamPage list(@Nullable StreamStatus status, int page, int limit) {
        return repository.list(status, page, limit);
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
