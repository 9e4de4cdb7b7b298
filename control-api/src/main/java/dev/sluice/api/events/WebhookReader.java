package dev.sluice.api.events;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.Fields;
import dev.sluice.events.EventTypes;
import dev.sluice.events.webhook.AddressGuard;
import dev.sluice.events.webhook.TargetUrl;
import dev.sluice.events.webhook.WebhookSecrets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request says of a webhook, and what is wrong with it beyond its schema. One use, one thread. */
final class WebhookReader {
    private final Fields fields;
    private final AddressGuard guard;

    WebhookReader(ApiRequest request, AddressGuard guard) {
        this.fields = Fields.of(request);
        this.guard = guard;
    }

    /** Null when absent. */
    @Nullable
    String url() {
        String url = fields.text("url");
        if (url != null) {
            TargetUrl.problem(url, guard).ifPresent(problem -> fields.problem("url", problem));
        }
        return url;
    }

    /** Null when absent; without duplicates. */
    @Nullable
    List<String> events() {
        List<String> patterns = fields.texts("events");
        if (patterns == null) {
            return null;
        }
        patterns.stream()
                .filter(pattern -> !EventTypes.isPattern(pattern))
                .findFirst()
                .ifPresent(unknown -> fields.problem("events", "There is no event " + unknown + "."));
        return patterns.stream().distinct().toList();
    }

    /** A made one when absent. */
    String secret() {
        String secret = fields.text("secret");
        if (secret == null) {
            return WebhookSecrets.generate();
        }
        if (!WebhookSecrets.isUsable(secret)) {
            fields.problem(
                    "secret",
                    "Must be " + WebhookSecrets.PREFIX + " and " + WebhookSecrets.MIN_CHARACTERS + " to "
                            + WebhookSecrets.MAX_CHARACTERS
                            + " visible ASCII characters, best the Base64 of 24 to 64 random bytes.");
        }
        return secret;
    }

    /** Null when absent; empty when it is null in the body. */
    @Nullable
    String description() {
        if (!fields.has("description")) {
            return null;
        }
        String description = fields.text("description");
        return description == null ? "" : description;
    }

    /** Null when absent. */
    @Nullable
    Boolean enabled() {
        String status = fields.text("status");
        return status == null ? null : status.equals(WebhookJson.ENABLED);
    }

    /** @throws ApiException 422 with every problem by field */
    void check() {
        fields.check();
    }
}
