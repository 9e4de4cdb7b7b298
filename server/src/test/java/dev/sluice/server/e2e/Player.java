package dev.sluice.server.e2e;

import dev.sluice.server.e2e.SluiceProcess.Stream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A viewer of one stream: what the manifests say, and what lies behind them. */
final class Player {
    private final SluiceProcess server;
    private final Stream stream;

    Player(SluiceProcess server, Stream stream) {
        this.server = server;
        this.stream = stream;
    }

    List<Hls.Rendition> renditions() throws IOException, InterruptedException {
        return Hls.renditions(text("master.m3u8"));
    }

    Hls.Media media(Hls.Rendition rendition) throws IOException, InterruptedException {
        return Hls.media(text(rendition.uri()));
    }

    Dash.Manifest manifest() throws Exception {
        return Dash.parse(text("manifest.mpd"));
    }

    /** The whole address of something beside the master playlist. */
    String url(String path) {
        return server.uri(path(path)).toString();
    }

    byte[] bytes(Hls.Rendition rendition, String file) throws IOException, InterruptedException {
        return server.bytes(path(rendition.name() + "/" + file));
    }

    String text(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = server.get(path(path));
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    /** Waits until every rendition has so many segments in its playlist. */
    void awaitSegments(int count) throws Exception {
        server.awaitPlayable(stream);
        Await.until(count + " segments of stream " + stream.id(), SluiceProcess.PATIENCE, () -> {
            for (Hls.Rendition rendition : renditions()) {
                if (media(rendition).segments().size() < count) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Waits until every playlist ends, the MPD is static and the API says so. */
    void awaitEnd(Duration timeout) throws Exception {
        Await.until("stream " + stream.id() + " has ended", timeout, () -> {
            for (Hls.Rendition rendition : renditions()) {
                if (!media(rendition).ended()) {
                    return false;
                }
            }
            return !manifest().live() && server.status(stream).equals("ended");
        });
    }

    private String path(String path) {
        return "/live/" + stream.id() + "/" + path;
    }
}
