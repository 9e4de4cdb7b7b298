package dev.sluice.api.live;

import dev.sluice.api.http.ApiException;
import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.StreamVisibility;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Validates what a request says of a stream, over what was there before, and names every field that is wrong. One use,
 * one thread.
 */
final class DetailsReader {
    private static final int MAX_TITLE_LENGTH = 200;
    private static final int MAX_DESCRIPTION_LENGTH = 5000;
    private static final int MAX_REPORTED_FIELDS = 20;
    private static final int MAX_REPORTED_NAME_LENGTH = 64;
    private static final Set<String> FIELDS =
            Set.of("title", "description", "scheduled_start", "visibility", "metadata");
    private static final int MAX_METADATA_LENGTH = 16 * 1024;
    private static final Pattern RFC_3339 = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");

    private final JsonObject body;
    private final Map<String, String> problems = new TreeMap<>();

    private DetailsReader(JsonObject body) {
        this.body = body;
    }

    /** @throws ApiException 422 with every problem by field */
    static StreamDetails read(JsonObject body, StreamDetails before) {
        return new DetailsReader(body).over(before);
    }

    private StreamDetails over(StreamDetails before) {
        refuseUnknownFields();
        boolean titled = !before.title().isEmpty() && !body.containsKey("title");
        StreamDetails details = new StreamDetails(
                titled ? before.title() : title(),
                body.containsKey("description") ? text("description", MAX_DESCRIPTION_LENGTH) : before.description(),
                body.containsKey("scheduled_start") ? scheduledStart() : before.scheduledStart(),
                body.containsKey("visibility") ? visibility() : before.visibility(),
                body.containsKey("metadata") ? metadata() : before.metadataJson());
        if (!problems.isEmpty()) {
            throw ApiException.validation(problems);
        }
        return details;
    }

    private void refuseUnknownFields() {
        for (String name : body.fieldNames()) {
            if (problems.size() >= MAX_REPORTED_FIELDS) {
                return;
            }
            if (!FIELDS.contains(name)) {
                problems.put(shorten(name), "Unknown field.");
            }
        }
    }

    private String title() {
        String title = text("title", MAX_TITLE_LENGTH);
        if (title != null && !title.isBlank()) {
            if (title.strip().chars().anyMatch(Character::isISOControl)) {
                problems.put("title", "Must be one line.");
            }
            return title.strip();
        }
        problems.putIfAbsent("title", "Required: 1 to " + MAX_TITLE_LENGTH + " characters.");
        return "";
    }

    private @Nullable String text(String field, int maxLength) {
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
        if (text.codePoints().anyMatch(DetailsReader::unprintable)) {
            problems.put(field, "Must not contain control characters.");
            return null;
        }
        return text;
    }

    private @Nullable Instant scheduledStart() {
        String text = text("scheduled_start", /* maxLength= */ 40);
        if (text == null) {
            return null;
        }
        if (RFC_3339.matcher(text).matches()) {
            try {
                return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
            } catch (DateTimeException outOfRange) {
                problems.put("scheduled_start", "Not a date and time that exists.");
                return null;
            }
        }
        problems.put("scheduled_start", "Must be an RFC 3339 date and time, such as 2025-10-01T15:00:00Z.");
        return null;
    }

    private StreamVisibility visibility() {
        Object value = body.getValue("visibility");
        if (value == null) {
            return StreamVisibility.PUBLIC;
        }
        for (StreamVisibility known : StreamVisibility.values()) {
            if (StreamJson.name(known).equals(value)) {
                return known;
            }
        }
        problems.put("visibility", "Must be public, unlisted or private.");
        return StreamVisibility.PRIVATE;
    }

    private String metadata() {
        Object value = body.getValue("metadata");
        if (value == null) {
            return StreamDetails.NO_METADATA;
        }
        if (!(value instanceof JsonObject object)) {
            problems.put("metadata", "Must be an object.");
            return StreamDetails.NO_METADATA;
        }
        String text = object.encode();
        if (text.length() > MAX_METADATA_LENGTH) {
            problems.put("metadata", "Must have at most " + MAX_METADATA_LENGTH + " characters of JSON.");
        } else if (text.contains("\\u0000")) {
            problems.put("metadata", "Must not contain the character U+0000.");
        }
        return text;
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
