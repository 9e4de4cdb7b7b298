package dev.sluice.rtmp.session;

import java.util.Optional;
import java.util.regex.Pattern;

/** Text from clients, before it is used or logged. */
final class ClientText {
    private static final Pattern STREAM_KEY = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final int MAX_LOGGED_LENGTH = 128;

    private ClientText() {}

    /**
     * The stream key in a publish name, without the query that some encoders append. Empty when it has not the form of
     * a key: nothing else is ever asked for, so a key can be no path and no pattern.
     */
    static Optional<String> streamKey(String publishName) {
        int query = publishName.indexOf('?');
        String key = query < 0 ? publishName : publishName.substring(0, query);
        return STREAM_KEY.matcher(key).matches() ? Optional.of(key) : Optional.empty();
    }

    /** The application path of a connect command, without slashes around it and without a query. */
    static String appPath(String app) {
        int query = app.indexOf('?');
        String path = query < 0 ? app : app.substring(0, query);
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }

    /** Short, and without control characters that could forge log lines. */
    static String forLog(String text) {
        String cut = text.length() > MAX_LOGGED_LENGTH ? text.substring(0, MAX_LOGGED_LENGTH) + "…" : text;
        StringBuilder clean = new StringBuilder(cut.length());
        cut.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
