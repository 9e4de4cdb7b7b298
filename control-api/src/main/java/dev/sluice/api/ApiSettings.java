package dev.sluice.api;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the HTTP server is set up.
 *
 * @param host address to listen on
 * @param port 0 for any free port
 * @param publicUrl how clients reach this server, null to follow each request's Host
 * @param rtmpPublicUrl how publishers reach this server, such as {@code rtmp://ingest.example.com/live}; null to take
 *     the HTTP host's name
 * @param trustForwardedHeaders true only when every client comes through a proxy that sets the X-Forwarded headers
 * @param rtmpPort where publishers connect, for the URLs in answers
 * @param eventLoops threads that serve connections
 * @param corsOrigins web origins whose pages may play streams, {@code *} for all
 * @param maxConnections open at the same time; more are closed at once
 */
public record ApiSettings(
        String host,
        int port,
        @Nullable URI publicUrl,
        @Nullable String rtmpPublicUrl,
        boolean trustForwardedHeaders,
        int rtmpPort,
        int eventLoops,
        List<String> corsOrigins,
        int maxConnections) {
    public static final int DEFAULT_MAX_CONNECTIONS = 10_000;

    public ApiSettings {
        corsOrigins = List.copyOf(corsOrigins);
        if (maxConnections < 1) {
            throw new IllegalArgumentException("at least one connection is needed");
        }
        if (port < 0 || port > 65_535 || rtmpPort < 1 || rtmpPort > 65_535) {
            throw new IllegalArgumentException("ports go from 1 to 65535");
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("at least one event loop is needed");
        }
        if (publicUrl != null && !isBase(publicUrl)) {
            throw new IllegalArgumentException("the public URL must be http(s)://host[:port][/path]");
        }
    }

    private static boolean isBase(URI url) {
        boolean nothingElse = url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
        return nothingElse && url.getHost() != null && isHttp(url.getScheme());
    }

    private static boolean isHttp(@Nullable String scheme) {
        return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    }
}
