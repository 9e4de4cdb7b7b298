package dev.sluice.server.e2e;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer is like an example: it has every field of it, each of its type, and strings in its form (an id, a
 * time, a URL, a token). Further fields are Sluice's own.
 */
final class Likeness {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    private static final List<String> BEGINNINGS =
            List.of("data:image/png;base64,iVBORw0KG", "live_sk_", "evt_", "whsec_", "rtmp://", "req_");

    private final Set<String> nullable;
    private final List<String> differences = new ArrayList<>();

    private Likeness(Set<String> nullable) {
        this.nullable = nullable;
    }

    /** What the answer lacks, each with its place. */
    static List<String> differences(JsonObject example, Set<String> nullable, JsonObject answer) {
        Likeness likeness = new Likeness(nullable);
        likeness.compare("$", example, answer);
        return likeness.differences;
    }

    private void compare(String where, @Nullable Object example, @Nullable Object actual) {
        switch (example) {
            case JsonObject object when actual instanceof JsonObject other -> compareFields(where, object, other);
            case JsonArray array
            when actual instanceof JsonArray other -> {
                for (int i = 0; i < other.size(); i++) {
                    compare(where + "[" + i + "]", array.getValue(0), other.getValue(i));
                }
            }
            case String text
            when actual instanceof String other -> {
                if (!sameForm(text, other)) {
                    differences.add(where + ": " + other + " has not the form of " + text);
                }
            }
            case Boolean _ when actual instanceof Boolean -> {}
            case Integer _ when actual instanceof Integer || actual instanceof Long -> {}
            case Double _ when actual instanceof Number -> {}
            case null, default -> differences.add(where + ": " + actual + " is not like " + example);
        }
    }

    private void compareFields(String where, JsonObject example, JsonObject actual) {
        for (String name : example.fieldNames()) {
            String place = where + "." + name;
            if (!actual.containsKey(name)) {
                differences.add(place + " is missing");
            } else if (actual.getValue(name) != null || !nullable.contains(name)) {
                compare(place, example.getValue(name), actual.getValue(name));
            }
        }
    }

    private static boolean sameForm(String example, String actual) {
        if (example.equals("uuid") || UUID.matcher(example).matches()) {
            return UUID.matcher(actual).matches();
        }
        if (TIME.matcher(example).matches()) {
            return TIME.matcher(actual).matches();
        }
        if (example.startsWith("eyJ")) {
            return TOKEN.matcher(actual).matches();
        }
        if (example.startsWith("https://")) {
            return actual.matches("https?://[^/]+/.+") || actual.equals(example);
        }
        return BEGINNINGS.stream().noneMatch(example::startsWith)
                || BEGINNINGS.stream().anyMatch(start -> example.startsWith(start) && actual.startsWith(start));
    }
}
