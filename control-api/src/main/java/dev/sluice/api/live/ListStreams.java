package dev.sluice.api.live;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Paging;
import dev.sluice.api.http.PublicUrls;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamQuery;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.ViewerStats;
import dev.sluice.engine.port.Visibility;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code GET /live-streaming?status&visibility&owner&metadata.KEY&page&limit}, newest first. */
public final class ListStreams implements ApiHandler {
    private static final Pattern METADATA =
            Pattern.compile("metadata(?:\\.(?<dotted>.+)|\\[(?<bracketed>.+)])", Pattern.DOTALL);
    private static final int MAX_METADATA_FILTERS = 5;

    private final StreamControl streams;
    private final ViewerStats viewers;
    private final PlaybackPasses passes;

    public ListStreams(StreamControl streams, ViewerStats viewers, PlaybackPasses passes) {
        this.streams = streams;
        this.viewers = viewers;
        this.passes = passes;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        StreamStatus status = word(request, "status", StreamStatus.values());
        Visibility visibility = word(request, "visibility", Visibility.values());
        Paging paging = Paging.of(request);
        StreamPage found = streams.list(new StreamQuery(
                Callers.viewpoint(request),
                status,
                visibility,
                request.parameters().getString("owner"),
                metadata(request),
                paging.page(),
                paging.limit()));
        JsonArray data = new JsonArray();
        found.streams().forEach(stream -> data.add(item(stream, request.urls())));
        return ApiResponse.ok(new JsonObject().put("data", data).put("pagination", paging.json(found.total())));
    }

    private JsonObject item(StreamRecord stream, PublicUrls urls) {
        JsonObject json = StreamJson.described(stream).put("viewer_count", viewers.current(stream.id()));
        return StreamJson.withUrls(json, stream, urls, passes);
    }

    /**
     * Parameters such as {@code metadata[room]=12} or {@code metadata.room=12}: top-level entries of the metadata,
     * compared as text.
     */
    private static Map<String, String> metadata(ApiRequest request) {
        Map<String, String> wanted = new HashMap<>();
        for (Map.Entry<String, String> parameter : request.query()) {
            Matcher name = METADATA.matcher(parameter.getKey());
            if (name.matches()) {
                String dotted = name.group("dotted");
                wanted.put(dotted == null ? name.group("bracketed") : dotted, parameter.getValue());
            }
        }
        if (wanted.size() > MAX_METADATA_FILTERS) {
            throw ApiException.invalidQuery(
                    Map.of("metadata", "At most " + MAX_METADATA_FILTERS + " entries can be filtered by."));
        }
        return wanted;
    }

    private static <E extends Enum<E>> @Nullable E word(ApiRequest request, String name, E[] known) {
        String text = request.parameters().getString(name);
        if (text == null) {
            return null;
        }
        for (E each : known) {
            if (StreamJson.name(each).equals(text)) {
                return each;
            }
        }
        throw new IllegalStateException(name + " is " + text + ", which the document does not allow");
    }
}
