package dev.sluice.api.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The requests that an OpenAPI 3.1 document describes, by operation. Immutable and safe for many threads.
 *
 * <p>Of parameters only those in the query are held against their schemas, one value each; those in paths name things
 * that exist or do not, and headers are read by who knows them.
 */
public final class Contract {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "options");
    private static final String OBJECT = "object";

    private final Map<String, OperationContract> operations;

    private Contract(Map<String, OperationContract> operations) {
        this.operations = Map.copyOf(operations);
    }

    /** The document on the class path. */
    public static Contract load() {
        try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is not on the class path");
            }
            LoaderOptions strict = new LoaderOptions();
            strict.setAllowDuplicateKeys(false);
            Map<String, Object> document = new Yaml(new SafeConstructor(strict)).load(in);
            return of(new JsonObject(document));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @throws IllegalStateException when a reference leads nowhere or in a circle */
    public static Contract of(JsonObject document) {
        JsonObject paths = References.inlined(document).getJsonObject("paths");
        Map<String, OperationContract> operations = new HashMap<>();
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : item.fieldNames()) {
                if (METHODS.contains(method)) {
                    operations.put(
                            method.toUpperCase(Locale.ROOT) + " " + path, operation(item, item.getJsonObject(method)));
                }
            }
        }
        return new Contract(operations);
    }

    /**
     * What an operation demands.
     *
     * @param operation method and path template, {@code POST /api/v1/webhooks}
     * @throws IllegalStateException when the document does not describe it
     */
    public OperationContract operation(String operation) {
        OperationContract found = operations.get(operation);
        if (found == null) {
            throw new IllegalStateException("openapi.yaml does not describe " + operation);
        }
        return found;
    }

    private static OperationContract operation(JsonObject item, JsonObject operation) {
        List<QueryParameter> query = new ArrayList<>();
        addQuery(item.getJsonArray("parameters"), query);
        addQuery(operation.getJsonArray("parameters"), query);
        return new OperationContract(query, body(operation.getJsonObject("requestBody")));
    }

    private static void addQuery(@Nullable JsonArray parameters, List<QueryParameter> query) {
        if (parameters == null) {
            return;
        }
        for (Object each : parameters) {
            JsonObject parameter = (JsonObject) each;
            JsonObject schema = parameter.getJsonObject("schema");
            boolean several = OBJECT.equals(schema.getValue("type"));
            if (parameter.getString("in").equals("query") && !several) {
                query.add(new QueryParameter(
                        parameter.getString("name"), parameter.getBoolean("required", false), new SchemaCheck(schema)));
            }
        }
    }

    private static @Nullable BodyContract body(@Nullable JsonObject body) {
        if (body == null) {
            return null;
        }
        JsonObject content = body.getJsonObject("content");
        String mediaType = content.fieldNames().iterator().next();
        return BodyContract.Format.of(mediaType)
                .map(format -> new BodyContract(
                        body.getBoolean("required", false),
                        format,
                        new SchemaCheck(content.getJsonObject(mediaType).getJsonObject("schema"))))
                .orElse(null);
    }
}
