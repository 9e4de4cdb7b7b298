package dev.sluice.api.http;

import dev.sluice.api.contract.BodyContract;
import dev.sluice.api.contract.Contract;
import dev.sluice.api.contract.OperationContract;
import dev.sluice.api.contract.QueryParameter;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds requests against {@code openapi.yaml}: what gets past is of the types, lengths and ranges that the document
 * states, without fields that it does not name. Safe for many threads.
 */
final class RequestCheck {
    private static final String HEAD = "HEAD ";

    private final Contract contract;

    RequestCheck(Contract contract) {
        this.contract = contract;
    }

    /**
     * The request with its fields and parameters.
     *
     * @throws ApiException 400 for the query and for what is no JSON or form, 413, 415, 422 with what is wrong by field
     */
    ApiRequest checked(ApiRequest request) {
        OperationContract wanted = wanted(request);
        return request.with(parameters(request, wanted), fields(request, wanted.body()));
    }

    /**
     * The request with its parameters; its body is for whoever reads it.
     *
     * @throws ApiException 400
     */
    ApiRequest checkedQuery(ApiRequest request) {
        return request.with(parameters(request, wanted(request)), new JsonObject());
    }

    private OperationContract wanted(ApiRequest request) {
        String operation = request.operation();
        return contract.operation(operation.startsWith(HEAD) ? "GET " + operation.substring(HEAD.length()) : operation);
    }

    private static JsonObject parameters(ApiRequest request, OperationContract wanted) {
        JsonObject parameters = new JsonObject();
        Map<String, String> problems = new TreeMap<>();
        for (QueryParameter parameter : wanted.query()) {
            Object value = parameter.read(request.query().getAll(parameter.name()), problems::put);
            if (value != null) {
                parameters.put(parameter.name(), value);
            }
        }
        if (!problems.isEmpty()) {
            throw ApiException.invalidQuery(problems);
        }
        return parameters;
    }

    private static JsonObject fields(ApiRequest request, @Nullable BodyContract wanted) {
        boolean absent = request.body().length() == 0;
        if (wanted == null || (absent && !wanted.required())) {
            return new JsonObject();
        }
        JsonObject fields =
                switch (wanted.format()) {
                    case JSON -> JsonBody.read(request.contentType(), request.body());
                    case FORM -> FormBody.read(request.contentType(), request.body());
                };
        Map<String, String> problems = wanted.schema().problems(fields);
        if (!problems.isEmpty()) {
            throw ApiException.validation(problems);
        }
        return fields;
    }
}
