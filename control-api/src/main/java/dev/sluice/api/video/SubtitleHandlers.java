package dev.sluice.api.video;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.BodyStream;
import dev.sluice.api.live.Callers;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetSubtitle;
import dev.sluice.engine.asset.NewSubtitle;
import dev.sluice.engine.asset.SubtitleException;
import dev.sluice.engine.asset.Subtitles;
import dev.sluice.engine.port.ObjectStoreException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Subtitles that are sent on their own. */
final class SubtitleHandlers {
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");
    private static final Set<String> TYPES = Set.of("text/vtt", "application/x-subrip");

    private final VideoServices services;
    private final VideoJson json;

    SubtitleHandlers(VideoServices services, VideoJson json) {
        this.services = services;
        this.json = json;
    }

    /** {@code PUT /videos/{video_id}/subtitles/{language}?label&kind}: WebVTT or SubRip. */
    ApiResponse put(ApiRequest request, BodyStream body) throws IOException, ObjectStoreException {
        AssetId id = services.managed(request).id();
        String language = language(request);
        String type = request.contentType() == null ? "" : request.contentType();
        if (!TYPES.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            throw ApiException.unsupportedMediaType("text/vtt or application/x-subrip in UTF-8");
        }
        NewSubtitle subtitle = new NewSubtitle(
                language,
                request.parameters().getString("label"),
                kind(request.parameters().getString("kind")),
                WholeBody.read(body, Subtitles.MAX_FILE_BYTES));
        try {
            AssetRecord asset = services.subtitles()
                    .put(
                            Callers.viewpoint(request),
                            id,
                            subtitle,
                            services.clock().instant())
                    .orElseThrow(VideoIds::notFound);
            return ApiResponse.ok(json.detailed(asset, request.urls(), /* manages= */ true))
                    .with(VideoJson.etag(asset));
        } catch (SubtitleException refused) {
            throw refusal(refused);
        }
    }

    /** {@code DELETE /videos/{video_id}/subtitles/{language}}: all of the language, also those of the file. */
    ApiResponse delete(ApiRequest request) throws ObjectStoreException {
        AssetId id = services.managed(request).id();
        try {
            boolean managed = services.subtitles()
                    .remove(
                            Callers.viewpoint(request),
                            id,
                            language(request),
                            services.clock().instant())
                    .isPresent();
            if (!managed) {
                throw VideoIds.notFound();
            }
            return ApiResponse.noContent();
        } catch (SubtitleException refused) {
            throw refusal(refused);
        }
    }

    private static String language(ApiRequest request) {
        String text = String.valueOf(request.pathParameters().get("language"));
        if (!LANGUAGE.matcher(text).matches()) {
            throw ApiException.notFound("Language");
        }
        return text;
    }

    private static AssetSubtitle.Kind kind(@Nullable String text) {
        for (AssetSubtitle.Kind known : AssetSubtitle.Kind.values()) {
            if (VideoJson.name(known).equals(text)) {
                return known;
            }
        }
        return AssetSubtitle.Kind.SUBTITLES;
    }

    private static ApiException refusal(SubtitleException refused) {
        String sentence = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case MALFORMED -> ApiException.validation(Map.of("body", sentence));
            case NOT_FOUND -> ApiException.missing(sentence);
            case TOO_MANY -> ApiException.conflict("too_many_subtitles", sentence);
            case NOT_READY -> ApiException.conflict("video_not_ready", sentence);
        };
    }
}
