package dev.sluice.api.edge;

import dev.sluice.api.http.AcceptEncoding;
import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.CorsPolicy;
import dev.sluice.api.http.ErrorAnswers;
import dev.sluice.api.http.RequestIds;
import dev.sluice.api.http.VirtualCalls;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.Films;
import dev.sluice.engine.control.LiveEdge;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ObjectStore;
import dev.sluice.engine.port.ObjectStoreException;
import dev.sluice.engine.port.RepositoryException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.EOFException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /live/{stream id}/{path}} and {@code /vod/{asset id}/{path}}: playlists, manifests, media and pictures for
 * players. What is live comes from memory first, on the event loop; the object store is behind it, on virtual threads.
 * Stands before the router because this is the path that must be fast.
 */
public final class EdgeHandler implements Handler<HttpServerRequest> {
    private static final Logger log = LoggerFactory.getLogger(EdgeHandler.class);

    private final LiveEdge edge;
    private final ObjectStore store;
    private final KnownHeads heads;
    private final Films films;
    private final VirtualCalls calls;
    private final PlaybackGate gate;
    private final EdgeObserver observer;
    private final ErrorAnswers errors;
    private final CorsPolicy cors;
    private final GzipCache gzip = new GzipCache();
    private final String processTag = RequestIds.generate().substring("req_".length());

    public EdgeHandler(
            LiveEdge edge,
            ObjectStore store,
            Films films,
            VirtualCalls calls,
            PlaybackGate gate,
            EdgeObserver observer,
            ErrorAnswers errors,
            CorsPolicy cors) {
        this.edge = edge;
        this.store = store;
        this.heads = new KnownHeads(store);
        this.films = films;
        this.calls = calls;
        this.gate = gate;
        this.observer = observer;
        this.errors = errors;
        this.cors = cors;
    }

    /** True when the request is the edge's to answer. */
    public static boolean owns(HttpServerRequest request) {
        String path = request.path();
        return path != null && EdgePath.owns(path);
    }

    @Override
    public void handle(HttpServerRequest request) {
        EdgeReply reply = new EdgeReply(request, errors, observer, cors);
        RequestIds.traceOf(reply.response()).during(() -> guarded(reply, () -> answer(request, reply)));
    }

    private static void guarded(EdgeReply reply, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException defect) { // The edge of a request: whatever failed, the client gets an answer.
            log.error("A request for a file failed", defect);
            reply.fail(ApiException.internal());
        }
    }

    private void answer(HttpServerRequest request, EdgeReply reply) {
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.OPTIONS)) {
            reply.preflight();
            return;
        }
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            reply.error(ApiException.methodNotAllowed(EdgeReply.METHODS));
            return;
        }
        EdgePath path = EdgePath.parse(request.path());
        if (path == null) {
            reply.missing();
            return;
        }
        Optional<Boolean> admitted = gate.admits(path);
        if (admitted.isPresent()) {
            serve(request, reply, path, admitted.get());
            return;
        }
        gate.ask(path)
                .onSuccess(admits -> guarded(reply, () -> serve(request, reply, path, admits)))
                .onFailure(failure -> reply.error(toApiException(failure, path)));
    }

    /** Whoever may not have the files is told what they are told of files that do not exist. */
    private void serve(HttpServerRequest request, EdgeReply reply, EdgePath path, boolean admitted) {
        if (!admitted) {
            reply.missing();
            return;
        }
        if (path.pass() != null) {
            reply.forOneClient();
        }
        Optional<LiveEdge.EdgeObject> found = path.space() == EdgePath.Space.LIVE
                ? edge.find(new StreamId(path.id()), path.path())
                : Optional.empty();
        if (found.isPresent()) {
            serveFromMemory(request, reply, path, EdgeFile.ofMemory(found.get(), processTag));
        } else {
            serveFromStore(reply, path);
        }
    }

    private void serveFromMemory(HttpServerRequest request, EdgeReply reply, EdgePath path, EdgeFile file) {
        if (file.isWatched()) {
            observer.onViewer(new StreamId(path.id()), request);
        }
        boolean compress = file.compressible()
                && request.getHeader("Range") == null
                && AcceptEncoding.allowsGzip(request.getHeader("Accept-Encoding"));
        EdgeFile chosen = compress ? gzip.compress(path.withoutPass(), file) : file;
        observe(reply.file(chosen), reply, path);
    }

    private void serveFromStore(EdgeReply reply, EdgePath path) {
        String pictures = path.filmPictures();
        calls.call(() -> pictures == null ? stored(path) : film(new AssetId(path.id()), pictures))
                .onSuccess(
                        found -> found.ifPresentOrElse(file -> observe(reply.file(file), reply, path), reply::missing))
                .onFailure(failure -> reply.error(toApiException(failure, path)));
    }

    private Optional<EdgeFile> stored(EdgePath path) throws ObjectStoreException {
        String key = path.storeKey();
        return heads.head(key).map(stored -> EdgeFile.ofStore(path.space(), stored, new StoreBody(store, calls, key)));
    }

    private Optional<EdgeFile> film(AssetId asset, String pictures) throws ObjectStoreException {
        return films.find(asset, pictures)
                .map(film -> EdgeFile.ofFilm(film.sizeBytes(), new FilmBody(film, store, calls)));
    }

    private void observe(Future<Void> sent, EdgeReply reply, EdgePath path) {
        HttpServerResponse response = reply.response();
        sent.onFailure(failure -> RequestIds.traceOf(response).during(() -> {
            // A player that seeks hangs up; that may be known by the failure alone.
            if (!response.closed() && !(failure instanceof ClosedChannelException)) {
                log.warn("File {} could not be sent whole: {}", path.storeKey(), failure.toString());
                reply.fail(toApiException(failure, path));
            }
        }));
    }

    private static ApiException toApiException(Throwable failure, EdgePath path) {
        if (failure instanceof ApiException refused) {
            return refused;
        }
        if (failure instanceof RepositoryException) {
            log.warn("The database did not say whether {} may be played: {}", path.id(), failure.getMessage());
            return ApiException.unavailable("The database is not available.");
        }
        if (failure instanceof EOFException) {
            return ApiException.notFound("File");
        }
        if (failure instanceof ObjectStoreException || failure instanceof java.util.concurrent.TimeoutException) {
            log.warn("Object store did not answer for {}: {}", path.storeKey(), failure.toString());
            return ApiException.unavailable("The object store is not available.");
        }
        log.error("File {} failed", path.storeKey(), failure);
        return ApiException.internal();
    }
}
