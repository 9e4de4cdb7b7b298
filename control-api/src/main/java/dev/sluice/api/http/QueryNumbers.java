package dev.sluice.api.http;

import java.util.Map;
import java.util.OptionalLong;

/** Whole numbers in query parameters. */
public final class QueryNumbers {
    private static final int MAX_DIGITS = 18;

    private QueryNumbers() {}

    /**
     * Empty when the parameter is absent.
     *
     * @throws ApiException 400 when it is there and is no number of the range
     */
    public static OptionalLong read(ApiRequest request, String name, long min, long max) {
        String text = request.query().get(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = digits ? Long.parseLong(text) : -1;
        if (value < min || value > max) {
            throw ApiException.invalidRequest(
                    "A query parameter is not valid.",
                    Map.of(name, "Must be a whole number from " + min + " to " + max + "."));
        }
        return OptionalLong.of(value);
    }

    /** The same, where absence has a meaning of its own. */
    public static int read(ApiRequest request, String name, int min, int max, int defaultValue) {
        return Math.toIntExact(read(request, name, min, max).orElse(defaultValue));
    }
}
