package dev.sluice.api.video;

import dev.sluice.api.http.EntityTag;
import dev.sluice.api.http.PublicUrls;
import dev.sluice.api.http.Timestamps;
import dev.sluice.api.live.PlaybackPasses;
import dev.sluice.engine.asset.AssetFigures;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRendition;
import dev.sluice.engine.asset.AssetRendition.Media;
import dev.sluice.engine.asset.Failure;
import dev.sluice.engine.asset.Films;
import dev.sluice.engine.asset.Loudness;
import dev.sluice.engine.port.Visibility;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Assets in JSON. */
final class VideoJson {
    static final String MASTER_PLAYLIST = "master.m3u8";
    static final String MANIFEST = "manifest.mpd";

    private static final double US_PER_SECOND = 1_000_000.0;
    private static final int MS_PER_SECOND = 1000;

    private final Authors authors;
    private final PlaybackPasses passes;

    VideoJson(Authors authors, PlaybackPasses passes) {
        this.authors = authors;
        this.passes = passes;
    }

    /** An enum constant as the API writes it. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static Map<String, String> etag(AssetRecord asset) {
        return Map.of("ETag", EntityTag.ofVersion(asset.version()));
    }

    JsonObject described(AssetRecord asset, PublicUrls urls) {
        AssetFigures figures = asset.figures();
        AssetOutput output = asset.output();
        JsonObject json = new JsonObject()
                .put("id", asset.id().toString())
                .put("title", asset.details().title())
                .put("description", asset.details().description())
                .put("visibility", name(asset.visibility()))
                .put("tags", new JsonArray(asset.details().tags()))
                .put("metadata", new JsonObject(asset.details().metadataJson()))
                .put("status", name(asset.status()))
                .put("duration", output == null ? null : seconds(output.durationUs()))
                .put("views_count", figures.views())
                .put("likes_count", figures.likes())
                .put("author", authors.json(asset.owner()))
                .put("owner", asset.owner().id())
                .put("file_name", asset.fileName())
                .put("file_size", asset.sourceBytes())
                .put("resolutions", new JsonArray(resolutions(output)))
                .put("created_at", Timestamps.seconds(asset.createdAt()))
                .put("updated_at", Timestamps.seconds(asset.updatedAt()))
                .put("ready_at", Timestamps.seconds(asset.readyAt()))
                .put("error", error(asset.failure()));
        return withUrls(json, asset, urls);
    }

    /** Which part of which video a clip has, by what it is made of. */
    static JsonObject clip(JsonObject origin) {
        return new JsonObject()
                .put("of", origin.getString("clip_of"))
                .put("start", seconds(origin.getLong("cut_start_us")))
                .put("end", seconds(origin.getLong("cut_end_us")))
                .put("exact", origin.getBoolean("exact"));
    }

    /**
     * With what only whoever asks for one video wants to know.
     *
     * @param manages whether they may also know what is in the file: it may tell where it was made, and with what
     */
    JsonObject detailed(AssetRecord asset, PublicUrls urls, boolean manages) {
        AssetOutput output = asset.output();
        String source = asset.sourceJson();
        return described(asset, urls)
                .put("watch_time", asset.figures().watchSeconds())
                .put("completions", asset.figures().completions())
                .put("subtitles", subtitles(asset, urls))
                .put("loudness", loudness(output))
                .put("notes", new JsonArray(output == null ? List.of() : output.notes()))
                .put("source", source == null || !manages ? null : new JsonObject(source));
    }

    /** Where it plays, best format first. */
    JsonObject stream(AssetRecord asset, AssetOutput output, PublicUrls urls) {
        String pass = passFor(asset);
        JsonArray formats = new JsonArray();
        JsonArray audio = new JsonArray();
        for (AssetRendition rendition : output.renditions()) {
            JsonObject format = new JsonObject()
                    .put("resolution", rendition.name())
                    .put("bitrate", rendition.bitrateBps())
                    .put("url", urls.asset(asset.id(), pass, rendition.objectName()))
                    .put("codecs", rendition.codecs())
                    .put("size", rendition.sizeBytes());
            if (rendition.media() == Media.VIDEO) {
                formats.add(format.put("url", urls.asset(asset.id(), pass, Films.objectName(output, rendition)))
                        .put("video_only_url", urls.asset(asset.id(), pass, rendition.objectName()))
                        .put("width", rendition.width())
                        .put("height", rendition.height())
                        .put("frame_rate", rendition.frameRate()));
            } else {
                format.remove("resolution");
                audio.add(format.put("name", rendition.name())
                        .put("language", rendition.language())
                        .put("channels", rendition.channels()));
            }
        }
        return new JsonObject()
                .put("manifest_url", urls.asset(asset.id(), pass, MASTER_PLAYLIST))
                .put("dash_url", urls.asset(asset.id(), pass, MANIFEST))
                .put("duration", seconds(output.durationUs()))
                .put("formats", formats)
                .put("audio", audio);
    }

    private JsonArray subtitles(AssetRecord asset, PublicUrls urls) {
        JsonArray subtitles = new JsonArray();
        AssetOutput output = asset.output();
        if (output != null && !output.subtitles().isEmpty()) {
            String pass = passFor(asset);
            output.subtitles()
                    .forEach(each -> subtitles.add(new JsonObject()
                            .put("language", each.language())
                            .put("label", each.label())
                            .put("kind", name(each.kind()))
                            .put("url", urls.asset(asset.id(), pass, each.objectName()))
                            .put("source", name(each.origin()))));
        }
        return subtitles;
    }

    /** Of the sound tracks of which it is known. */
    private static JsonArray loudness(@Nullable AssetOutput output) {
        JsonArray loudness = new JsonArray();
        List<AssetRendition> renditions = output == null ? List.of() : output.renditions();
        for (AssetRendition rendition : renditions) {
            Loudness measured = rendition.loudness();
            if (measured != null) {
                loudness.add(new JsonObject()
                        .put("name", rendition.name())
                        .put("integrated_lufs", measured.integratedLufs())
                        .put("true_peak_dbtp", measured.truePeakDbtp()));
            }
        }
        return loudness;
    }

    private JsonObject withUrls(JsonObject json, AssetRecord asset, PublicUrls urls) {
        AssetOutput output = asset.output();
        String pass = passFor(asset);
        return json.put("video_url", output == null ? null : urls.asset(asset.id(), pass, MASTER_PLAYLIST))
                .put("dash_url", output == null ? null : urls.asset(asset.id(), pass, MANIFEST))
                .put("thumbnail_url", named(output == null ? null : output.thumbnail(), asset, urls, pass))
                .put("storyboard_url", named(output == null ? null : output.storyboard(), asset, urls, pass))
                .put("watch_url", urls.watch(asset.id(), pass));
    }

    private static @Nullable String named(
            @Nullable String object, AssetRecord asset, PublicUrls urls, @Nullable String pass) {
        return object == null ? null : urls.asset(asset.id(), pass, object);
    }

    private @Nullable String passFor(AssetRecord asset) {
        return asset.visibility() == Visibility.PRIVATE
                ? passes.issue(asset.id().value(), PlaybackPasses.DEFAULT_LIFETIME)
                        .text()
                : null;
    }

    /** Smallest first, as the document has them. */
    private static List<String> resolutions(@Nullable AssetOutput output) {
        return output == null
                ? List.of()
                : output.renditions().stream()
                        .filter(rendition -> rendition.media() == Media.VIDEO)
                        .map(AssetRendition::name)
                        .toList()
                        .reversed();
    }

    private static @Nullable JsonObject error(@Nullable Failure failure) {
        return failure == null
                ? null
                : new JsonObject().put("code", failure.code()).put("message", failure.message());
    }

    /** To the millisecond; a whole number where it is one. */
    private static Number seconds(long durationUs) {
        double seconds = Math.round(durationUs / US_PER_SECOND * MS_PER_SECOND) / (double) MS_PER_SECOND;
        return seconds == Math.rint(seconds) ? (Number) (long) seconds : (Number) seconds;
    }
}
