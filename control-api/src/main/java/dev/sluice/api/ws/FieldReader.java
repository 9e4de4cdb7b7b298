package dev.sluice.api.ws;

import dev.sluice.api.http.ApiException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a body and names every one that is wrong. One use, one thread. */
final class FieldReader {
    private static final int MAX_REPORTED_FIELDS = 20;
    private static final int MAX_REPORTED_NAME_LENGTH = 64;

    private final JsonObject body;
    private final Map<String, String> problems = new TreeMap<>();

    FieldReader(JsonObject body, Set<String> known) {
        this.body = body;
        for (String name : body.fieldNames()) {
            if (!known.contains(name) && problems.size() < MAX_REPORTED_FIELDS) {
                problems.put(shorten(name), "Unknown field.");
            }
        }
    }

    /** Empty when there is none; absence is a problem. */
    String requiredText(String field, int maxLength) {
        String text = text(field, maxLength);
        if (text == null || text.isBlank()) {
            problems.putIfAbsent(field, "Required: 1 to " + maxLength + " characters.");
            return "";
        }
        return text;
    }

    @Nullable
    String text(String field, int maxLength) {
        Object value = body.getValue(field);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text)) {
            problems.put(field, "Must be a string.");
            return null;
        }
        if (text.codePointCount(0, text.length()) > maxLength) {
            problems.put(field, "Must have at most " + maxLength + " characters.");
            return null;
        }
        if (text.codePoints().anyMatch(FieldReader::unprintable)) {
            problems.put(field, "Must not contain control characters.");
            return null;
        }
        return text;
    }

    @Nullable
    Long wholeNumber(String field, long min, long max) {
        Object value = body.getValue(field);
        if (value == null) {
            return null;
        }
        if ((value instanceof Integer || value instanceof Long) && value instanceof Number number) {
            long whole = number.longValue();
            if (whole >= min && whole <= max) {
                return whole;
            }
        }
        problems.put(field, "Must be a whole number from " + min + " to " + max + ".");
        return null;
    }

    @Nullable
    Boolean flag(String field) {
        Object value = body.getValue(field);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        problems.put(field, "Must be true or false.");
        return null;
    }

    void problem(String field, String what) {
        problems.putIfAbsent(field, what);
    }

    /** @throws ApiException 422 with every problem by field */
    void check() {
        if (!problems.isEmpty()) {
            throw ApiException.validation(problems);
        }
    }

    private static boolean unprintable(int codePoint) {
        boolean loneSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return loneSurrogate || (Character.isISOControl(codePoint) && codePoint != '\n');
    }

    private static String shorten(String name) {
        String shown = name.codePoints()
                .limit(MAX_REPORTED_NAME_LENGTH)
                .map(c -> unprintable(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return name.codePointCount(0, name.length()) <= MAX_REPORTED_NAME_LENGTH ? shown : shown + "…";
    }
}
