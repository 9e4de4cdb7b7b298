package dev.sluice.server.welcome;

import dev.sluice.api.http.PublicUrls;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.DataDirectory;
import dev.sluice.server.life.SluiceServer.Ports;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;

/** The text that greets an operator once the server takes streams. */
public final class Welcome {
    private static final String FIRST_STREAM_FILE = "first-stream";
    private static final String FIRST_STREAM_TITLE = "My first stream";

    private final SluiceConfig config;
    private final DataDirectory data;
    private final AdminKey adminKey;
    private final KeptStreams streams;

    @Inject
    Welcome(SluiceConfig config, DataDirectory data, AdminKey adminKey, KeptStreams streams) {
        this.config = config;
        this.data = data;
        this.adminKey = adminKey;
        this.streams = streams;
    }

    /** Makes sure that there is an API key and a first stream, and says how to use them. Blocks on the database. */
    public String prepare(Ports ports) throws IOException {
        PublicUrls urls = urls(ports);
        StringBuilder text = new StringBuilder();
        text.append("\nSluice is ready.\n\n");
        line(text, "Streams", urls.base() + "/");
        line(text, "API", urls.base() + "/api/v1  (described by " + urls.base() + "/openapi.yaml)");
        line(text, "API key", apiKeyText());
        Optional<KeptStream> first = streams.keepIfFirst(FIRST_STREAM_FILE, FIRST_STREAM_TITLE);
        if (first.isPresent()) {
            appendPublishing(text, urls, first.get());
        }
        return text.toString();
    }

    /** Where to watch a stream. */
    public String watchUrl(Ports ports, KeptStream stream) {
        return urls(ports).watch(stream.id(), /* pass= */ null);
    }

    private static void appendPublishing(StringBuilder text, PublicUrls urls, KeptStream stream) {
        text.append("\nPublish with OBS (Settings, Stream, Service: Custom):\n");
        line(text, "Server", urls.rtmp());
        line(text, "Stream key", stream.streamKey());
        text.append(
                        "or with ffmpeg:\n  ffmpeg -re -i FILE -c:v libx264 -preset veryfast -pix_fmt yuv420p -g 60 -c:a aac -f flv ")
                .append(urls.rtmp())
                .append('/')
                .append(stream.streamKey())
                .append('\n');
        text.append("and watch at ")
                .append(urls.watch(stream.id(), /* pass= */ null))
                .append('\n');
    }

    private String apiKeyText() throws IOException {
        Optional<String> key = adminKey.ensure();
        if (config.api().key().isPresent()) {
            return "as configured";
        }
        return key.map(made -> made + "  (kept in " + data.path(AdminKey.FILE) + ")")
                .orElse("only its hash is known; the server that made it printed it");
    }

    private PublicUrls urls(Ports ports) {
        String base = config.http().publicUrl().orElse("http://localhost:" + ports.http());
        String rtmp = config.rtmp().publicUrl().orElse("rtmp://localhost:" + ports.rtmp() + "/live");
        return new PublicUrls(base.replaceAll("/+$", ""), rtmp);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("  %-12s%s%n", name, value));
    }
}
