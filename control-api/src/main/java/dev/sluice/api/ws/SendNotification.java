package dev.sluice.api.ws;

import dev.sluice.api.chat.UserIds;
import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Fields;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** {@code POST /notifications}: tells a user's sockets. */
final class SendNotification implements ApiHandler {
    private static final int MAX_DATA_BYTES = 3 * 1024;

    private final Notifier notifier;

    SendNotification(Notifier notifier) {
        this.notifier = notifier;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        Fields fields = Fields.of(request);
        JsonObject data = fields.object("data");
        if (data != null && data.encode().getBytes(StandardCharsets.UTF_8).length > MAX_DATA_BYTES) {
            fields.problem("data", "Must have at most " + MAX_DATA_BYTES + " bytes.");
        }
        fields.check();
        UUID id = notifier.send(
                request.principal().tenant(),
                UserIds.ofSubjectOrId(fields.required("user_id")),
                fields.required("message"),
                data);
        return new ApiResponse(202, new JsonObject().put("id", id.toString()));
    }
}
