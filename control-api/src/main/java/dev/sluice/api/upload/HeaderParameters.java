package dev.sluice.api.upload;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A header's value with parameters: {@code form-data; name="title"}. */
record HeaderParameters(String value, Map<String, String> parameters) {
    private static final Pattern PARAMETER =
            Pattern.compile("\\s*;\\s*([A-Za-z0-9*!#$&^_.+-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s;\"]*))");
    private static final int MAX_LENGTH = 2048;

    /** Empty value and no parameters for what cannot be read. The first of a name wins. */
    static HeaderParameters parse(@Nullable String header) {
        if (header == null || header.length() > MAX_LENGTH) {
            return new HeaderParameters("", Map.of());
        }
        int semicolon = header.indexOf(';');
        String value = (semicolon < 0 ? header : header.substring(0, semicolon)).strip();
        Map<String, String> parameters = new TreeMap<>();
        Matcher matcher = PARAMETER.matcher(semicolon < 0 ? "" : header.substring(semicolon));
        int done = 0;
        while (matcher.find() && matcher.start() == done) {
            String quoted = matcher.group(2);
            String text = quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1");
            parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), text);
            done = matcher.end();
        }
        return new HeaderParameters(value.toLowerCase(Locale.ROOT), parameters);
    }

    @Nullable
    String get(String name) {
        return parameters.get(name);
    }
}
