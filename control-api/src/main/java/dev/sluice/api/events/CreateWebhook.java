package dev.sluice.api.events;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.events.webhook.AddressGuard;
import dev.sluice.events.webhook.Endpoint;
import dev.sluice.events.webhook.NewEndpoint;
import dev.sluice.events.webhook.Webhooks;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** {@code POST /webhooks}: the only answer that holds the secret, beside those of a rotation. */
final class CreateWebhook implements ApiHandler {
    private final Webhooks webhooks;
    private final AddressGuard guard;
    private final InstantSource clock;

    CreateWebhook(Webhooks webhooks, AddressGuard guard, InstantSource clock) {
        this.webhooks = webhooks;
        this.guard = guard;
        this.clock = clock;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        WebhookReader reader = new WebhookReader(request, guard);
        String url = reader.url();
        List<String> events = reader.events();
        String secret = reader.secret();
        String description = reader.description();
        reader.check();
        NewEndpoint wanted = new NewEndpoint(
                UUID.randomUUID(),
                request.principal().tenant(),
                Objects.requireNonNull(url),
                Objects.requireNonNull(events),
                secret,
                description == null || description.isEmpty() ? null : description,
                clock.instant());
        Endpoint created = webhooks.create(wanted).orElseThrow(WebhookJson::tooMany);
        return ApiResponse.created(WebhookJson.of(created).put("secret", secret));
    }
}
