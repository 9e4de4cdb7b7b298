package dev.sluice.api.edge;

import dev.sluice.api.http.VirtualCalls;
import dev.sluice.api.live.PlaybackPasses;
import dev.sluice.engine.port.Visibility;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a request may have the files of a stream or asset: it exists, and a private one is asked for with a pass.
 * What the database says of it is remembered and asked again in the background once it is {@value #FRESH_MS} ms old, so
 * that players go on while the database is away. Called on event loops; never blocks them.
 */
public final class PlaybackGate {
    static final long FRESH_MS = 2_000;
    static final int MAX_REMEMBERED = 10_000;

    private static final Logger log = LoggerFactory.getLogger(PlaybackGate.class);

    private final Viewable viewable;
    private final PlaybackPasses passes;
    private final VirtualCalls calls;
    private final InstantSource clock;
    private final Map<Name, Known> remembered = new ConcurrentHashMap<>();

    public PlaybackGate(Viewable viewable, PlaybackPasses passes, VirtualCalls calls, InstantSource clock) {
        this.viewable = viewable;
        this.passes = passes;
        this.calls = calls;
        this.clock = clock;
    }

    private record Name(EdgePath.Space space, UUID id) {
        static Name of(EdgePath path) {
            return new Name(path.space(), path.id());
        }
    }

    /** @param visibility null when there is nothing to watch by that name */
    private record Known(@Nullable Visibility visibility, long askedMs, AtomicBoolean asking) {}

    /** What is known without waiting; empty when the database must be asked first, by {@link #ask}. */
    Optional<Boolean> admits(EdgePath path) {
        Known known = remembered.get(Name.of(path));
        if (known == null) {
            return Optional.empty();
        }
        if (clock.millis() - known.askedMs() > FRESH_MS && known.asking().compareAndSet(false, true)) {
            ask(path).onFailure(away -> {
                known.asking().set(false);
                log.debug("Who may watch {} is not known anew: {}", path.id(), away.toString());
            });
        }
        return Optional.of(admits(known, path));
    }

    Future<Boolean> ask(EdgePath path) {
        return calls.call(() -> find(path)).map(found -> {
            Visibility visibility = found.orElse(null);
            Known known = new Known(visibility, clock.millis(), new AtomicBoolean());
            makeRoom();
            remembered.put(Name.of(path), known);
            return admits(known, path);
        });
    }

    private Optional<Visibility> find(EdgePath path) {
        return switch (path.space()) {
            case LIVE -> viewable.stream(path.id());
            case VOD -> viewable.asset(path.id());
        };
    }

    private boolean admits(Known known, EdgePath path) {
        if (known.visibility() == null) {
            return false;
        }
        String pass = path.pass();
        return known.visibility() != Visibility.PRIVATE || (pass != null && passes.opens(path.id(), pass));
    }

    private void makeRoom() {
        Iterator<Name> any = remembered.keySet().iterator();
        while (remembered.size() >= MAX_REMEMBERED && any.hasNext()) {
            any.next();
            any.remove();
        }
    }
}
