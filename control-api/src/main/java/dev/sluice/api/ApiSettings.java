package dev.sluice.api;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How the HTTP server is set up.
 *
 * @param host address to listen on
 * @param port 0 for any free port
 * @param publicUrl how clients reach this server, null to follow each request's Host
 * @param trustForwardedHeaders true only when every client comes through a proxy that sets the X-Forwarded headers
 * @param rtmpPort where publishers connect, for the URLs in answers
 * @param eventLoops threads that serve connections
 */
public record ApiSettings(
        String host, int port, @Nullable URI publicUrl, boolean trustForwardedHeaders, int rtmpPort, int eventLoops) {
    public ApiSettings {
        if (port < 0 || port > 65_535 || rtmpPort < 1 || rtmpPort > 65_535) {
            throw new IllegalArgumentException("ports go from 1 to 65535");
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("at least one event loop is needed");
        }
        if (publicUrl != null && (publicUrl.getHost() == null || !isHttp(publicUrl.getScheme()))) {
            throw new IllegalArgumentException("the public URL must be http(s)://host");
        }
    }

    private static boolean isHttp(@Nullable String scheme) {
        return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    }
}
