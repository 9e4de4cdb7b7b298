package dev.sluice.api.http;

import java.util.Map;

/** Whole numbers in query parameters. */
public final class QueryNumbers {
    private static final int MAX_DIGITS = 18;

    private QueryNumbers() {}

    /** @throws ApiException 400 when the parameter is there and is no number from 1 to {@code max} */
    public static long read(ApiRequest request, String name, long defaultValue, long max) {
        String text = request.query().get(name);
        if (text == null) {
            return defaultValue;
        }
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = digits ? Long.parseLong(text) : 0;
        if (value < 1 || value > max) {
            throw ApiException.invalidRequest(
                    "A query parameter is not valid.", Map.of(name, "Must be a whole number from 1 to " + max + "."));
        }
        return value;
    }
}
