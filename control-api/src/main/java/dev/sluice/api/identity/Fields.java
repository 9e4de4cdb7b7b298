package dev.sluice.api.identity;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.JsonBody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a body and collects what is wrong with each. One use, one thread. */
final class Fields {
    private static final int MAX_REPORTED_FIELDS = 20;
    private static final int MAX_REPORTED_NAME_LENGTH = 64;
    private static final int MAX_LIST = 64;

    private final JsonObject body;
    private final Map<String, String> problems = new TreeMap<>();

    /** @param known all names that the body may have; others are refused by name */
    private Fields(JsonObject body, Set<String> known) {
        this.body = body;
        for (String name : body.fieldNames()) {
            if (!known.contains(name) && problems.size() < MAX_REPORTED_FIELDS) {
                problems.put(shorten(name), "Unknown or read-only field.");
            }
        }
    }

    /** Of a JSON body. @throws ApiException 400 or 415 when it is none */
    static Fields of(ApiRequest request, String... known) {
        return new Fields(JsonBody.read(request.contentType(), request.body()), Set.of(known));
    }

    boolean has(String name) {
        return body.containsKey(name);
    }

    void problem(String field, String message) {
        problems.putIfAbsent(field, message);
    }

    /** @throws ApiException 422 with every problem by field */
    void check() {
        if (!problems.isEmpty()) {
            throw ApiException.validation(problems);
        }
    }

    /** A text of one or more lines, null when absent or null. */
    @Nullable
    String text(String field, int maxLength) {
        Object value = body.getValue(field);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text)) {
            problem(field, "Must be a string.");
            return null;
        }
        if (text.codePointCount(0, text.length()) > maxLength) {
            problem(field, "Must have at most " + maxLength + " characters.");
            return null;
        }
        if (text.codePoints().anyMatch(Fields::unprintable)) {
            problem(field, "Must not contain control characters.");
            return null;
        }
        return text;
    }

    /** A text of one line that must be there; empty, with a problem noted, when it is not. */
    String required(String field, int maxLength) {
        String text = line(field, maxLength);
        if (text == null || text.isBlank()) {
            problem(field, "Required: 1 to " + maxLength + " characters.");
            return "";
        }
        return text;
    }

    @Nullable
    String line(String field, int maxLength) {
        String text = text(field, maxLength);
        if (text != null && text.chars().anyMatch(Character::isISOControl)) {
            problem(field, "Must be one line.");
            return null;
        }
        return text;
    }

    /** A list of texts, null when absent or null. */
    @Nullable
    List<String> texts(String field) {
        Object value = body.getValue(field);
        if (value == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof JsonArray array && array.size() <= MAX_LIST) {
            for (Object item : array) {
                if (item instanceof String text) {
                    texts.add(text);
                }
            }
            if (texts.size() == array.size()) {
                return texts;
            }
        }
        problem(field, "Must be a list of at most " + MAX_LIST + " strings.");
        return null;
    }

    private static boolean unprintable(int codePoint) {
        boolean whitespace = codePoint == '\n' || codePoint == '\r' || codePoint == '\t';
        boolean loneSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return loneSurrogate || (Character.isISOControl(codePoint) && !whitespace);
    }

    /** A field's name, fit to be sent back. */
    private static String shorten(String name) {
        String shown = name.codePoints()
                .limit(MAX_REPORTED_NAME_LENGTH)
                .map(c -> unprintable(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return name.codePointCount(0, name.length()) <= MAX_REPORTED_NAME_LENGTH ? shown : shown + "…";
    }
}
