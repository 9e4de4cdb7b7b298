package dev.sluice.api.http;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Refuses paths that are not written plainly. No resource of this server has a name that needs percent-encoding, so an
 * encoded, doubled or dotted path is either a mistake or a trick, and no two paths mean the same resource.
 */
public final class PathGuard {
    private static final int MAX_LENGTH = 512;

    /** RFC 8615: the one directory whose name begins with a dot. */
    private static final String WELL_KNOWN = "/.well-known/";

    private PathGuard() {}

    /** A handler at the head of the router. */
    public static void check(RoutingContext context) {
        if (!isPlain(context.request().path())) {
            throw ApiException.notFound("Resource");
        }
        context.next();
    }

    static boolean isPlain(@Nullable String rawPath) {
        if (rawPath == null || rawPath.isEmpty() || rawPath.length() > MAX_LENGTH || rawPath.charAt(0) != '/') {
            return false;
        }
        int begin = rawPath.startsWith(WELL_KNOWN) ? WELL_KNOWN.length() - 1 : 0;
        for (int i = begin; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            boolean startsSegment = i > 0 && rawPath.charAt(i - 1) == '/';
            boolean allowed = letterOrDigit || "_-~".indexOf(c) >= 0 || (".:".indexOf(c) >= 0 && !startsSegment);
            if (!allowed && (c != '/' || startsSegment)) {
                return false;
            }
        }
        return rawPath.length() == 1 || !rawPath.endsWith("/"); // The router would take /name/ for /name.
    }
}
