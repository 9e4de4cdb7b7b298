package dev.sluice.api.http;

import dev.sluice.engine.live.StreamId;

/**
 * The server's addresses as one client sees them.
 *
 * @param base scheme, host and port, without a slash at the end
 * @param rtmp where publishers connect, without the stream key
 */
public record PublicUrls(String base, String rtmp) {
    public String hls(StreamId id) {
        return base + "/live/" + id + "/master.m3u8";
    }

    public String dash(StreamId id) {
        return base + "/live/" + id + "/manifest.mpd";
    }

    public String watch(StreamId id) {
        return base + "/watch/" + id;
    }

    public String whep(StreamId id) {
        return base + "/whep/" + id;
    }
}
