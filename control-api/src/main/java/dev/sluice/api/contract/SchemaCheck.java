package dev.sluice.api.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A schema of the document (JSON Schema 2020-12, without references), and what is wrong with values by it, in words for
 * people. Immutable and safe for many threads.
 */
public final class SchemaCheck {
    private static final int MAX_PROBLEMS = 20;
    private static final int MAX_NAME_LENGTH = 64;
    private static final String ADDITIONAL = "additionalProperties";
    /** They repeat what a keyword beneath them says. */
    private static final Set<String> WITHOUT_NEWS = Set.of("properties", "items");

    private final JsonObject schema;
    private final Validator validator;

    SchemaCheck(JsonObject schema) {
        this.schema = schema;
        this.validator = Validator.create(
                JsonSchema.of(schema),
                new JsonSchemaOptions()
                        .setBaseUri("urn:sluice:openapi")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
    }

    /** What is wrong, by field: {@code events.2} for an item of a list, empty for the value itself; some 20 at most. */
    public Map<String, String> problems(Object value) {
        Map<String, String> problems = new TreeMap<>();
        OutputUnit outcome = validator.validate(value);
        if (outcome.getErrors() == null) {
            return problems;
        }
        for (OutputUnit error : outcome.getErrors()) {
            if (problems.size() >= MAX_PROBLEMS) {
                break;
            }
            add(error, value, problems);
        }
        return problems;
    }

    /** The document's value for what is absent. */
    @Nullable
    Object defaultValue() {
        return schema.getValue("default");
    }

    boolean wantsInteger() {
        return "integer".equals(schema.getValue("type"));
    }

    private void add(OutputUnit error, Object value, Map<String, String> problems) {
        int slash = error.getKeywordLocation().lastIndexOf('/');
        String keyword = error.getKeywordLocation().substring(slash + 1);
        JsonObject at = schemaAt(error.getKeywordLocation().substring(0, slash));
        String field = field(error.getInstanceLocation());
        switch (keyword) {
            case "required" -> addMissing(at, field, valueAt(value, error.getInstanceLocation()), problems);
            case ADDITIONAL -> addUnknown(at, parent(error.getInstanceLocation()), value, problems);
            default -> {
                if (!WITHOUT_NEWS.contains(keyword)) {
                    problems.putIfAbsent(field, Wording.of(keyword, at));
                }
            }
        }
    }

    private static void addMissing(JsonObject at, String field, @Nullable Object value, Map<String, String> problems) {
        for (Object name : at.getJsonArray("required", new JsonArray())) {
            if (value instanceof JsonObject object && !object.containsKey(name.toString())) {
                problems.putIfAbsent(within(field, name.toString()), "Required.");
            }
        }
    }

    /** The validator tells of an unknown field in an encoding of its own, so they are looked for here. */
    private static void addUnknown(JsonObject at, String parent, Object value, Map<String, String> problems) {
        JsonObject known = at.getJsonObject("properties", new JsonObject());
        if (valueAt(value, parent) instanceof JsonObject object) {
            object.fieldNames().stream()
                    .filter(name -> !known.containsKey(name))
                    .limit(MAX_PROBLEMS)
                    .forEach(name ->
                            problems.putIfAbsent(within(field(parent), shown(name)), "Unknown or read-only field."));
        }
    }

    private static String parent(String location) {
        return location.substring(0, location.lastIndexOf('/'));
    }

    private static String within(String parent, String name) {
        return parent.isEmpty() ? name : parent + "." + name;
    }

    private JsonObject schemaAt(String location) {
        return valueAt(schema, location) instanceof JsonObject object ? object : new JsonObject();
    }

    private static @Nullable Object valueAt(Object root, String location) {
        return JsonPointer.from(location.substring(1)).queryJson(root);
    }

    /** {@code #/events/2} as {@code events.2}. */
    private static String field(String location) {
        return location.length() > 2 ? location.substring(2).replace('/', '.') : "";
    }

    /** A field's name, fit to be sent back. */
    private static String shown(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints().limit(MAX_NAME_LENGTH).forEach(c -> shown.appendCodePoint(isPrintable(c) ? c : '?'));
        return name.codePointCount(0, name.length()) > MAX_NAME_LENGTH ? shown + "…" : shown.toString();
    }

    private static boolean isPrintable(int codePoint) {
        boolean loneSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return !loneSurrogate && !Character.isISOControl(codePoint);
    }
}
