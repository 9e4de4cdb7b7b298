package dev.sluice.api.live;

import dev.sluice.api.http.Timestamps;
import dev.sluice.engine.control.StreamFigures;
import dev.sluice.engine.control.StreamFigures.RenditionFigures;
import dev.sluice.engine.control.StreamFigures.SourceFigures;
import dev.sluice.engine.control.StreamFigures.SubscriberFigures;
import dev.sluice.engine.control.StreamFigures.TrackFigures;
import dev.sluice.engine.live.StreamState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link StreamFigures} as JSON: the same names in snake case, the same shape whether or not the stream runs. */
final class FiguresJson {
    /** The figures of a stream that this node does not carry. */
    static final StreamFigures NOT_CARRIED = new StreamFigures(
            StreamState.CREATED,
            /* liveSince= */ null,
            /* source= */ null,
            List.of(),
            /* bitrateBps= */ 0,
            /* framesPerSecond= */ 0,
            /* keyFrameIntervalMs= */ 0,
            /* hasBFrames= */ false,
            /* inboundBytes= */ 0,
            /* timestampCorrections= */ 0,
            /* discontinuities= */ 0,
            List.of(),
            List.of(),
            /* framesDropped= */ 0,
            /* decodeErrors= */ 0,
            /* transcodeDelayMs= */ 0,
            /* segments= */ 0,
            /* misalignedSegments= */ 0,
            /* storeQueueBytes= */ 0,
            /* storeQueueAgeMs= */ 0,
            /* storeFailures= */ 0);

    private FiguresJson() {}

    /** @param carried false gives a null state: nobody publishes here */
    static JsonObject of(StreamFigures figures, boolean carried) {
        return new JsonObject()
                .put("state", carried ? StreamJson.name(figures.state()) : null)
                .put("live_since", Timestamps.millis(figures.liveSince()))
                .put("source", source(figures.source()))
                .put("tracks", array(figures.tracks(), FiguresJson::track))
                .put("bitrate_bps", figures.bitrateBps())
                .put("frames_per_second", figures.framesPerSecond())
                .put("key_frame_interval_ms", figures.keyFrameIntervalMs())
                .put("has_b_frames", figures.hasBFrames())
                .put("inbound_bytes", figures.inboundBytes())
                .put("timestamp_corrections", figures.timestampCorrections())
                .put("discontinuities", figures.discontinuities())
                .put("renditions", array(figures.renditions(), FiguresJson::rendition))
                .put("subscribers", array(figures.subscribers(), FiguresJson::subscriber))
                .put("frames_dropped", figures.framesDropped())
                .put("decode_errors", figures.decodeErrors())
                .put("transcode_delay_ms", figures.transcodeDelayMs())
                .put("segments", figures.segments())
                .put("misaligned_segments", figures.misalignedSegments())
                .put("store_queue_bytes", figures.storeQueueBytes())
                .put("store_failures", figures.storeFailures());
    }

    private static @Nullable JsonObject source(@Nullable SourceFigures source) {
        if (source == null) {
            return null;
        }
        return new JsonObject()
                .put("protocol", source.protocol())
                .put("remote_address", source.remoteAddress())
                .put("user_agent", source.userAgent());
    }

    private static JsonObject track(TrackFigures track) {
        return new JsonObject()
                .put("type", track.type())
                .put("codec", track.codec())
                .put("width", track.width())
                .put("height", track.height())
                .put("sample_rate_hz", track.sampleRateHz())
                .put("channel_count", track.channelCount());
    }

    private static JsonObject rendition(RenditionFigures rendition) {
        return new JsonObject()
                .put("name", rendition.name())
                .put("width", rendition.width())
                .put("height", rendition.height())
                .put("bitrate_bps", rendition.bitrateBps())
                .put("encoder", rendition.encoder());
    }

    private static JsonObject subscriber(SubscriberFigures subscriber) {
        return new JsonObject()
                .put("name", subscriber.name())
                .put("queued_samples", subscriber.queuedSamples())
                .put("dropped_samples", subscriber.droppedSamples());
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonObject> toJson) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(toJson.apply(item)));
        return array;
    }
}
