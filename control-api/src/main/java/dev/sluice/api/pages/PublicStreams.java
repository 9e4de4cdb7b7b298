package dev.sluice.api.pages;

import dev.sluice.api.figures.BoardLine;
import dev.sluice.api.figures.LiveBoard;
import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Timestamps;
import dev.sluice.api.live.PlaybackPasses;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.control.StreamFigures;
import dev.sluice.engine.control.StreamFigures.TrackFigures;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.Visibility;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The figures that the pages show, for everybody and without a key. The list holds public streams only; one stream is
 * shown to whoever knows its id, which is what unlisted means, or holds a pass where it is private. Nothing here tells
 * who publishes or from where.
 */
public final class PublicStreams {
    private static final int MAX_OTHERS = 12;

    private final StreamControl streams;
    private final LiveBoard board;
    private final PlaybackPasses passes;

    public PublicStreams(StreamControl streams, LiveBoard board, PlaybackPasses passes) {
        this.streams = streams;
        this.board = board;
        this.passes = passes;
    }

    /** {@code GET /pages/streams}. */
    public ApiHandler list() {
        return request -> {
            LiveBoard.Picture picture = board.picture();
            return ApiResponse.ok(new JsonObject()
                    .put("publish_url", request.urls().rtmp())
                    .put("api_url", request.urls().base() + "/api/v1")
                    .put("live", array(picture.live(), LiveBoard.MAX_STREAMS))
                    .put("others", array(picture.others(), MAX_OTHERS)));
        };
    }

    /** {@code GET /pages/streams/{stream_id}}. */
    public ApiHandler one() {
        return request -> {
            StreamId id = idOf(request);
            String pass = request.query().get("pass");
            StreamRecord stream = streams.find(id)
                    .filter(row ->
                            row.visibility() != Visibility.PRIVATE || (pass != null && passes.opens(id.value(), pass)))
                    .orElseThrow(() -> ApiException.notFound("Stream"));
            return ApiResponse.ok(line(board.line(stream), pass));
        };
    }

    private static StreamId idOf(ApiRequest request) {
        try {
            return StreamId.parse(request.pathParameters().getOrDefault("stream_id", ""));
        } catch (IllegalArgumentException notAnId) {
            throw ApiException.notFound("Stream");
        }
    }

    private static JsonArray array(List<BoardLine> lines, int limit) {
        JsonArray array = new JsonArray();
        lines.stream()
                .filter(line -> line.stream().visibility() == Visibility.PUBLIC)
                .limit(limit)
                .forEach(line -> array.add(line(line, /* pass= */ null)));
        return array;
    }

    private static JsonObject line(BoardLine line, @Nullable String pass) {
        String files = "/live/" + line.stream().id() + "/" + (pass == null ? "" : "~" + pass + "/");
        StreamRecord stream = line.stream();
        Optional<StreamFigures> figures = line.figures();
        Optional<TrackFigures> video = figures.stream()
                .flatMap(all -> all.tracks().stream())
                .filter(track -> track.width() > 0)
                .findFirst();
        return new JsonObject()
                .put("id", stream.id().toString())
                .put("title", stream.title())
                .put("status", word(stream.status()))
                .put("state", figures.map(all -> word(all.state())).orElse(null))
                .put("started_at", Timestamps.seconds(stream.startedAt()))
                .put("ended_at", Timestamps.seconds(stream.endedAt()))
                .put("viewers", line.viewers())
                .put("width", video.map(TrackFigures::width).orElse(0))
                .put("height", video.map(TrackFigures::height).orElse(0))
                .put(
                        "frames_per_second",
                        figures.map(StreamFigures::framesPerSecond).orElse(0.0))
                .put("bitrate_bps", figures.map(StreamFigures::bitrateBps).orElse(0L))
                .put("watch_path", "/watch/" + stream.id())
                .put("hls_path", files + "master.m3u8")
                .put("dash_path", files + "manifest.mpd");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
