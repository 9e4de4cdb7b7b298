package dev.sluice.api.events;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.events.webhook.AddressGuard;
import dev.sluice.events.webhook.EndpointChange;
import dev.sluice.events.webhook.Webhooks;
import java.time.InstantSource;
import java.util.UUID;

/** {@code PATCH /webhooks/{webhook_id}}: what the body does not name stays. */
final class ChangeWebhook implements ApiHandler {
    private final Webhooks webhooks;
    private final AddressGuard guard;
    private final InstantSource clock;

    ChangeWebhook(Webhooks webhooks, AddressGuard guard, InstantSource clock) {
        this.webhooks = webhooks;
        this.guard = guard;
        this.clock = clock;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        UUID id = PathIds.webhookId(request);
        WebhookReader reader = new WebhookReader(request, guard);
        EndpointChange change =
                new EndpointChange(reader.url(), reader.events(), reader.enabled(), reader.description());
        reader.check();
        return ApiResponse.ok(WebhookJson.of(webhooks.change(request.principal().tenant(), id, change, clock.instant())
                .orElseThrow(WebhookJson::notFound)));
    }
}
