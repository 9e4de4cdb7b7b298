package dev.sluice.api.http;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.PackagedObject;
import org.jspecify.annotations.Nullable;

/**
 * The server's addresses as one client sees them.
 *
 * @param base scheme, host and port, without a slash at the end
 * @param rtmp where publishers connect, without the stream key
 */
public record PublicUrls(String base, String rtmp) {
    /** @param pass that opens a private stream, null for the others */
    public String hls(StreamId id, @Nullable String pass) {
        return live(id, pass) + "master.m3u8";
    }

    public String dash(StreamId id, @Nullable String pass) {
        return live(id, pass) + "manifest.mpd";
    }

    public String thumbnail(StreamId id, @Nullable String pass) {
        return live(id, pass) + PackagedObject.THUMBNAIL_PATH;
    }

    public String watch(StreamId id, @Nullable String pass) {
        return base + "/watch/" + id + (pass == null ? "" : "?pass=" + pass);
    }

    /** A file of an asset. */
    public String asset(AssetId id, @Nullable String pass, String name) {
        return base + "/vod/" + id + "/" + (pass == null ? "" : "~" + pass + "/") + name;
    }

    public String watch(AssetId id, @Nullable String pass) {
        return base + "/watch/" + id + (pass == null ? "" : "?pass=" + pass);
    }

    public String whep(StreamId id) {
        return base + "/whep/" + id;
    }

    private String live(StreamId id, @Nullable String pass) {
        return base + "/live/" + id + "/" + (pass == null ? "" : "~" + pass + "/");
    }
}
