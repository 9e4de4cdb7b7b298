package dev.sluice.api.pages;

import dev.sluice.api.http.Timestamps;
import dev.sluice.engine.asset.AssetOutput;
import dev.sluice.engine.asset.AssetRecord;
import dev.sluice.engine.asset.AssetRendition;
import dev.sluice.engine.asset.AssetRendition.Media;
import dev.sluice.engine.asset.Films;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A video as the pages show it. Paths instead of URLs: the pages are on this server. */
final class VideoLine {
    private static final double US_PER_SECOND = 1_000_000.0;

    private VideoLine() {}

    /** @param pass that opened a private video, null for the others */
    static JsonObject json(AssetRecord asset, @Nullable String pass) {
        AssetOutput output = asset.output();
        JsonObject json = new JsonObject()
                .put("id", asset.id().toString())
                .put("title", asset.details().title())
                .put("description", asset.details().description())
                .put("status", asset.status().name().toLowerCase(Locale.ROOT))
                .put("problem", asset.failure() == null ? null : asset.failure().message())
                .put("created_at", Timestamps.seconds(asset.createdAt()))
                .put("views", asset.figures().views())
                .put("watch_path", "/watch/" + asset.id())
                .put("duration", output == null ? null : output.durationUs() / US_PER_SECOND);
        String files = "/vod/" + asset.id() + "/" + (pass == null ? "" : "~" + pass + "/");
        return json.put("hls_path", output == null ? null : files + "master.m3u8")
                .put("dash_path", output == null ? null : files + "manifest.mpd")
                .put("thumbnail_path", path(files, output == null ? null : output.thumbnail()))
                .put("storyboard_path", path(files, output == null ? null : output.storyboard()))
                .put("formats", formats(files, output));
    }

    private static @Nullable String path(String files, @Nullable String name) {
        return name == null ? null : files + name;
    }

    /** Files that play alone: pictures with sound, best first, then sound without. */
    private static JsonArray formats(String files, @Nullable AssetOutput output) {
        JsonArray formats = new JsonArray();
        if (output != null) {
            output.renditions().forEach(rendition -> formats.add(format(files, output, rendition)));
        }
        return formats;
    }

    private static JsonObject format(String files, AssetOutput output, AssetRendition rendition) {
        boolean video = rendition.media() == Media.VIDEO;
        String name = video ? Films.objectName(output, rendition) : rendition.objectName();
        return new JsonObject()
                .put("name", rendition.name())
                .put("type", video ? "video" : "audio")
                .put("width", rendition.width())
                .put("height", rendition.height())
                .put("bitrate_bps", rendition.bitrateBps())
                .put("size", rendition.sizeBytes())
                .put("language", rendition.language())
                .put("path", files + name);
    }
}
