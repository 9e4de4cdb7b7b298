package dev.sluice.api.chat;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import java.util.Map;
import java.util.OptionalLong;

/** Which part of a list is asked for. */
record Paging(int page, int limit) {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final int MAX_PAGE = 100_000;
    private static final int MAX_DIGITS = 18;

    static Paging of(ApiRequest request) {
        return new Paging((int) number(request, "page", 1, MAX_PAGE).orElse(1), (int)
                number(request, "limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT));
    }

    /** @throws ApiException 400 when it is there and not a number of the range */
    static OptionalLong number(ApiRequest request, String name, long min, long max) {
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

    int offset() {
        return (page - 1) * limit;
    }
}
