package dev.sluice.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values by the schemas of the document, and values that are beside them. Its randomness is repeatable by seed. */
final class RandomValues {
    private static final int MAX_DEPTH = 4;
    private static final List<String> ODD_TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\nb",
            "\ud800",
            "\ud83d\ude00",
            "\u202e\u200b\ufeff",
            "' OR 1=1 --",
            "../../etc/passwd",
            "%2e%2e%2f",
            "${jndi:ldap://x}",
            "<script>alert(1)</script>",
            "null",
            "-1",
            "NaN",
            "9".repeat(400),
            "x".repeat(3000),
            "e\u0301\u0301\u0301");

    private final OpenApiDocument document;
    private final Random random;

    RandomValues(OpenApiDocument document, Random random) {
        this.document = document;
        this.random = random;
    }

    boolean chance(int outOfHundred) {
        return random.nextInt(100) < outOfHundred;
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    String oddText() {
        return oneOf(ODD_TEXTS);
    }

    /** By the schema in most of its parts, each of which is now and then something else. */
    @Nullable
    Object nearly(JsonObject reference) {
        return value(document.resolve(reference), 0);
    }

    private @Nullable Object value(JsonObject schema, int depth) {
        if (chance(6)) {
            return anything(depth);
        }
        JsonArray allowed = schema.getJsonArray("enum");
        if (allowed != null && chance(95)) {
            return allowed.getValue(random.nextInt(allowed.size()));
        }
        return switch (type(schema)) {
            case "string" -> text(schema);
            case "integer" -> number(schema);
            case "number" -> random.nextDouble();
            case "boolean" -> random.nextBoolean();
            case "array" -> array(document.resolve(schema.getJsonObject("items")), depth);
            case "object" -> object(schema, depth);
            case "null" -> null;
            default -> anything(depth);
        };
    }

    private String type(JsonObject schema) {
        Object type = schema.getValue("type");
        return type instanceof JsonArray several
                ? several.getString(random.nextInt(several.size()))
                : String.valueOf(type);
    }

    private JsonObject object(JsonObject schema, int depth) {
        JsonObject object = new JsonObject();
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        for (String name : properties.fieldNames()) {
            if (chance(required.contains(name) ? 97 : 40)) {
                object.put(name, value(document.resolve(properties.getJsonObject(name)), depth + 1));
            }
        }
        if (chance(properties.isEmpty() ? 80 : 4)) {
            object.put(oddText(), anything(depth + 1));
        }
        return object;
    }

    private JsonArray array(JsonObject items, int depth) {
        JsonArray array = new JsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(value(items, depth + 1));
        }
        return array;
    }

    private String text(JsonObject schema) {
        if (chance(15)) {
            return oddText();
        }
        return switch (schema.getString("format", "")) {
            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
            case "date-time" -> Instant.ofEpochSecond(random.nextInt()).toString();
            case "date" -> Instant.ofEpochSecond(random.nextInt()).toString().substring(0, 10);
            default -> "text" + random.nextInt(1000);
        };
    }

    private Number number(JsonObject schema) {
        long min = schema.getLong("minimum", -10L);
        long max = schema.getLong("maximum", min + 1000);
        return switch (random.nextInt(10)) {
            case 0 -> min - 1;
            case 1 -> max + 1;
            case 2 -> max;
            default -> min + (long) (random.nextDouble() * (max - min));
        };
    }

    private @Nullable Object anything(int depth) {
        return switch (random.nextInt(depth < MAX_DEPTH ? 9 : 6)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> Double.MAX_VALUE;
            case 4, 5 -> oddText();
            case 6 -> new JsonArray().add(anything(depth + 1)).add(anything(depth + 1));
            default -> new JsonObject().put(oddText(), anything(depth + 1));
        };
    }
}
