package dev.sluice.api.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says to people what a schema's keyword demands. */
final class Wording {
    /** Beside a pattern in the document: what it means, in words. */
    private static final String IN_WORDS = "x-problem";

    private Wording() {}

    /** @param schema that has the keyword which does not hold */
    static String of(String keyword, JsonObject schema) {
        return switch (keyword) {
            case "type" -> "Must be " + type(schema) + ".";
            case "enum", "const" -> "Must be " + choice(schema) + ".";
            case "minLength", "maxLength" -> "Must have " + range(schema, "minLength", "maxLength") + " characters.";
            case "minItems", "maxItems" -> "Must have " + range(schema, "minItems", "maxItems") + " items.";
            case "minimum", "maximum" -> "Must be " + noun(schema) + between(schema) + ".";
            case "pattern" -> schema.getString(IN_WORDS, "Must match " + schema.getString("pattern") + ".");
            case "format" -> format(schema.getString("format", ""));
            default -> "Is not valid (" + keyword + ").";
        };
    }

    private static String type(JsonObject schema) {
        List<String> names = new ArrayList<>();
        JsonArray types =
                schema.getValue("type") instanceof JsonArray several ? several : JsonArray.of(schema.getString("type"));
        for (Object type : types) {
            switch (type.toString()) {
                case "string" -> names.add("a string");
                case "integer" -> names.add(noun(schema).strip() + between(schema));
                case "number" -> names.add("a number");
                case "boolean" -> names.add("true or false");
                case "array" -> names.add("a list");
                case "object" -> names.add("an object");
                default -> names.add(type.toString());
            }
        }
        return joined(names);
    }

    private static String noun(JsonObject schema) {
        return "number".equals(schema.getValue("type")) ? "a number" : "a whole number";
    }

    private static String between(JsonObject schema) {
        Object min = schema.getValue("minimum");
        Object max = schema.getValue("maximum");
        if (min == null) {
            return max == null ? "" : " up to " + max;
        }
        return max == null ? " from " + min : " from " + min + " to " + max;
    }

    private static String choice(JsonObject schema) {
        JsonArray values = schema.getJsonArray("enum", JsonArray.of(schema.getValue("const")));
        return joined(
                values.stream().filter(Objects::nonNull).map(Object::toString).toList());
    }

    private static String range(JsonObject schema, String minName, String maxName) {
        Object min = schema.getValue(minName);
        Object max = schema.getValue(maxName);
        if (min == null) {
            return "at most " + max;
        }
        return max == null ? "at least " + min : min + " to " + max;
    }

    private static String format(@Nullable String format) {
        return switch (format) {
            case "date-time" -> "Must be an RFC 3339 date and time that exists, such as 2025-10-01T15:00:00Z.";
            case "date" -> "Must be a date that exists, such as 1990-01-31.";
            case "uuid" -> "Must be a UUID.";
            case null, default -> "Must be of the format " + format + ".";
        };
    }

    private static String joined(List<String> names) {
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }
}
