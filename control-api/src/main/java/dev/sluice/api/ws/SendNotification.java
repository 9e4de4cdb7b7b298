package dev.sluice.api.ws;

import dev.sluice.api.chat.FieldReader;
import dev.sluice.api.chat.UserIds;
import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.JsonBody;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /notifications}: tells a user's sockets. */
final class SendNotification implements ApiHandler {
    private static final int MAX_USER_ID = 200;
    private static final int MAX_MESSAGE = 500;
    private static final int MAX_DATA_BYTES = 3 * 1024;

    private final Notifier notifier;

    SendNotification(Notifier notifier) {
        this.notifier = notifier;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        JsonObject body = JsonBody.read(request.contentType(), request.body());
        FieldReader fields = new FieldReader(body, Set.of("user_id", "message", "data"));
        String userId = fields.requiredText("user_id", MAX_USER_ID);
        String message = fields.requiredText("message", MAX_MESSAGE);
        JsonObject data = data(body, fields);
        fields.check();
        UUID id = notifier.send(request.principal().tenant(), UserIds.ofSubjectOrId(userId), message, data);
        return new ApiResponse(202, new JsonObject().put("id", id.toString()));
    }

    private static @Nullable JsonObject data(JsonObject body, FieldReader fields) {
        Object value = body.getValue("data");
        if (value == null) {
            return null;
        }
        if (value instanceof JsonObject data
                && data.encode().getBytes(StandardCharsets.UTF_8).length <= MAX_DATA_BYTES) {
            return data;
        }
        fields.problem("data", "Must be an object of at most " + MAX_DATA_BYTES + " bytes.");
        return null;
    }
}
