package dev.sluice.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The served {@code openapi.yaml}, and a check of values against its schemas that is stricter than the standard. */
final class OpenApiDocument {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "options");

    private final JsonObject root;

    OpenApiDocument(String yaml) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false); // Other parsers refuse them too.
        Map<String, Object> parsed = new Yaml(strict).load(yaml);
        root = new JsonObject(parsed);
    }

    static OpenApiDocument fromClassPath() throws Exception {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream("/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("no openapi.yaml");
            }
            return new OpenApiDocument(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    String version() {
        return root.getString("openapi");
    }

    /** Every operation as {@code GET /path}. */
    Set<String> operations() {
        Set<String> all = new TreeSet<>();
        JsonObject paths = root.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            for (String method : paths.getJsonObject(path).fieldNames()) {
                if (METHODS.contains(method)) {
                    all.add(method.toUpperCase(Locale.ROOT) + " " + path);
                }
            }
        }
        return all;
    }

    JsonObject operation(String operation) {
        String[] parts = operation.split(" ");
        return root.getJsonObject("paths").getJsonObject(parts[1]).getJsonObject(parts[0].toLowerCase(Locale.ROOT));
    }

    /** Parameters of the path and of the operation itself. */
    List<JsonObject> parameters(String operation) {
        List<JsonObject> all = new ArrayList<>();
        String path = operation.substring(operation.indexOf(' ') + 1);
        for (JsonObject holder : List.of(root.getJsonObject("paths").getJsonObject(path), operation(operation))) {
            holder.getJsonArray("parameters", new JsonArray()).forEach(each -> all.add(resolve((JsonObject) each)));
        }
        return all;
    }

    /** The schema of a JSON body, null when the operation takes none. */
    @Nullable
    JsonObject bodySchema(String operation) {
        JsonObject body = operation(operation).getJsonObject("requestBody");
        return body == null ? null : jsonSchema(body);
    }

    /** The documented answer, null when that status is not documented. */
    @Nullable
    JsonObject response(String operation, int status) {
        JsonObject response = operation(operation).getJsonObject("responses").getJsonObject(Integer.toString(status));
        return response == null ? null : resolve(response);
    }

    /** The schema of a JSON answer, null when it has none. */
    @Nullable
    JsonObject jsonSchema(JsonObject response) {
        JsonObject content = response.getJsonObject("content");
        JsonObject json = content == null ? null : content.getJsonObject("application/json");
        return json == null ? null : json.getJsonObject("schema");
    }

    /** Every reference that leads nowhere. */
    List<String> danglingReferences() {
        List<String> dangling = new ArrayList<>();
        walk(root, dangling);
        return dangling;
    }

    /** What is wrong with a value: types, formats, and every field that only one of schema and value has. */
    List<String> problems(JsonObject schema, @Nullable Object value) {
        List<String> problems = new ArrayList<>();
        check(schema, value, "$", problems);
        return problems;
    }

    private void check(JsonObject reference, @Nullable Object value, String where, List<String> problems) {
        JsonObject schema = resolve(reference);
        if (schema.isEmpty()) {
            return;
        }
        List<?> types = schema.getValue("type") instanceof JsonArray several
                ? several.getList()
                : List.of(schema.getString("type"));
        boolean typed = types.contains(typeOf(value))
                || (types.contains("number") && typeOf(value).equals("integer"));
        if (!typed) {
            problems.add(where + ": " + value + " is not " + types);
            return;
        }
        JsonArray allowed = schema.getJsonArray("enum");
        if (allowed != null && !allowed.contains(value)) {
            problems.add(where + ": " + value + " is not one of " + allowed);
        }
        switch (value) {
            case String text -> checkFormat(schema.getString("format"), text, where, problems);
            case JsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    check(schema.getJsonObject("items"), array.getValue(i), where + "[" + i + "]", problems);
                }
            }
            case JsonObject object -> checkFields(schema, object, where, problems);
            case null, default -> {}
        }
    }

    private void checkFields(JsonObject schema, JsonObject object, String where, List<String> problems) {
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        JsonObject others = schema.getValue("additionalProperties") instanceof JsonObject any ? any : null;
        for (String name : object.fieldNames()) {
            JsonObject property = properties.getJsonObject(name, others);
            if (property == null) {
                problems.add(where + "." + name + " is not documented");
            } else {
                check(property, object.getValue(name), where + "." + name, problems);
            }
        }
        JsonArray required = schema.getJsonArray("required", new JsonArray(List.copyOf(properties.fieldNames())));
        for (Object name : required) {
            if (!object.containsKey(name.toString())) {
                problems.add(where + "." + name + " is missing");
            }
        }
    }

    private static void checkFormat(@Nullable String format, String text, String where, List<String> problems) {
        try {
            if ("date-time".equals(format)) {
                Instant.parse(text);
            } else if ("uuid".equals(format)) {
                UUID.fromString(text);
            }
        } catch (RuntimeException malformed) {
            problems.add(where + ": " + text + " is not a " + format);
        }
    }

    private static String typeOf(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case JsonObject _ -> "object";
            case JsonArray _ -> "array";
            case String _ -> "string";
            case Boolean _ -> "boolean";
            case Integer _, Long _ -> "integer";
            default -> "number";
        };
    }

    /** What a reference stands for; anything else as it is. */
    JsonObject resolve(JsonObject node) {
        String reference = node.getString("$ref");
        if (reference == null) {
            return node;
        }
        JsonObject target = find(reference);
        if (target == null) {
            throw new IllegalStateException("nothing at " + reference);
        }
        return resolve(target);
    }

    private @Nullable JsonObject find(String reference) {
        JsonObject node = root;
        for (String step : reference.substring(2).split("/")) {
            node = node == null ? null : node.getJsonObject(step);
        }
        return node;
    }

    private void walk(@Nullable Object node, List<String> dangling) {
        if (node instanceof JsonObject object) {
            String reference = object.getString("$ref");
            if (reference != null && find(reference) == null) {
                dangling.add(reference);
            }
            object.fieldNames().forEach(name -> walk(object.getValue(name), dangling));
        } else if (node instanceof JsonArray array) {
            array.forEach(item -> walk(item, dangling));
        }
    }
}
