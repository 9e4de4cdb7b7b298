package dev.sluice.api.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out under which address a client reached the server: the configured public URL, else what a trusted proxy
 * forwarded, else the request's own Host.
 */
public final class UrlResolver {
    private static final int DEFAULT_RTMP_PORT = 1935;
    private static final int MAX_HOST_LENGTH = 260;
    private static final int MAX_PORT = 65_535;
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\\.?|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

    private final @Nullable URI publicUrl;
    private final @Nullable String rtmpPublicUrl;
    private final boolean trustForwardedHeaders;
    private final int rtmpPort;

    /**
     * @param publicUrl scheme, host and optional port and path prefix; null to follow the request
     * @param rtmpPublicUrl server URL for publishers; null to take the HTTP host's name
     * @param trustForwardedHeaders true when only a proxy can reach this server
     */
    public UrlResolver(
            @Nullable URI publicUrl, @Nullable String rtmpPublicUrl, boolean trustForwardedHeaders, int rtmpPort) {
        this.publicUrl = publicUrl;
        this.rtmpPublicUrl = rtmpPublicUrl;
        this.trustForwardedHeaders = trustForwardedHeaders;
        this.rtmpPort = rtmpPort;
    }

    /** @throws ApiException 400 when the request names no valid host */
    public PublicUrls resolve(HttpServerRequest request) {
        if (publicUrl != null) {
            String base = publicUrl.toString().replaceAll("/+$", "");
            return new PublicUrls(base, rtmpUrl(publicUrl.getHost()));
        }
        String scheme = "http";
        String authority = request.getHeader("Host");
        if (trustForwardedHeaders) {
            String forwardedScheme = first(request.getHeader("X-Forwarded-Proto"));
            if (forwardedScheme != null
                    && forwardedScheme.toLowerCase(Locale.ROOT).equals("https")) {
                scheme = "https";
            }
            String forwardedHost = first(request.getHeader("X-Forwarded-Host"));
            authority = forwardedHost == null ? authority : forwardedHost;
        }
        if (authority == null || authority.length() > MAX_HOST_LENGTH) {
            throw ApiException.invalidRequest("The Host header is missing or too long.");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches() || !isPort(parts.group(2))) {
            throw ApiException.invalidRequest("The Host header is not a valid host.");
        }
        return new PublicUrls(scheme + "://" + authority, rtmpUrl(parts.group(1)));
    }

    /** @param text null, or a colon and digits */
    private static boolean isPort(@Nullable String text) {
        return text == null || Integer.parseInt(text.substring(1)) <= MAX_PORT;
    }

    private String rtmpUrl(@Nullable String host) {
        if (rtmpPublicUrl != null) {
            return rtmpPublicUrl;
        }
        return "rtmp://" + host + (rtmpPort == DEFAULT_RTMP_PORT ? "" : ":" + rtmpPort) + "/live";
    }

    private static @Nullable String first(@Nullable String list) {
        if (list == null) {
            return null;
        }
        int comma = list.indexOf(',');
        return (comma < 0 ? list : list.substring(0, comma)).strip();
    }
}
