package dev.sluice.api.live;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.EntityTag;
import dev.sluice.api.http.PublicUrls;
import dev.sluice.api.http.Timestamps;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.Visibility;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** The live-streaming resource in JSON. */
public final class StreamJson {
    private static final int ID_LENGTH = 36;

    private StreamJson() {}

    /** An enum constant as the API writes it. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** @throws ApiException 404 when the path names no possible stream */
    public static StreamId idOf(ApiRequest request) {
        String text = request.pathParameters().get("stream_id");
        if (text == null || text.length() != ID_LENGTH) {
            throw notFound();
        }
        try {
            return StreamId.parse(text);
        } catch (IllegalArgumentException notAnId) {
            throw notFound();
        }
    }

    public static ApiException notFound() {
        return ApiException.notFound("Stream");
    }

    /** What everybody may know of a stream that they may see, but where it plays. */
    static JsonObject described(StreamRecord stream) {
        return new JsonObject()
                .put("id", stream.id().toString())
                .put("title", stream.title())
                .put("description", stream.details().description())
                .put("visibility", name(stream.visibility()))
                .put("owner", stream.owner().id())
                .put("metadata", new JsonObject(stream.details().metadataJson()))
                .put("record", stream.details().record())
                .put("status", name(stream.status()))
                .put("scheduled_start", Timestamps.seconds(stream.details().scheduledStart()))
                .put("created_at", Timestamps.seconds(stream.createdAt()))
                .put("updated_at", Timestamps.seconds(stream.updatedAt()))
                .put("started_at", Timestamps.seconds(stream.startedAt()))
                .put("ended_at", Timestamps.seconds(stream.endedAt()));
    }

    /** Where it plays; private streams need a pass in the URL. */
    static JsonObject withUrls(JsonObject json, StreamRecord stream, PublicUrls urls, PlaybackPasses passes) {
        String pass = stream.visibility() == Visibility.PRIVATE
                ? passes.issue(stream.id().value(), PlaybackPasses.DEFAULT_LIFETIME)
                        .text()
                : null;
        StreamId id = stream.id();
        return json.put("hls_url", urls.hls(id, pass))
                .put("dash_url", urls.dash(id, pass))
                .put("webrtc_url", urls.whep(id))
                .put("watch_url", urls.watch(id, pass))
                .put("thumbnail_url", stream.hasThumbnail() ? urls.thumbnail(id, pass) : null);
    }

    static Map<String, String> etag(StreamRecord stream) {
        return Map.of("ETag", EntityTag.ofVersion(stream.version()));
    }

    /** Between the two times as they are shown, so that the answer adds up. */
    static long durationSeconds(StreamRecord stream) {
        Instant started = stream.startedAt();
        Instant ended = stream.endedAt();
        if (started == null || ended == null) {
            return 0;
        }
        return Math.max(0, ended.getEpochSecond() - started.getEpochSecond());
    }
}
