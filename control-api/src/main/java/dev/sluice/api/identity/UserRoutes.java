package dev.sluice.api.identity;

import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Fields;
import dev.sluice.api.http.Timestamps;
import dev.sluice.identity.IdentityException;
import dev.sluice.identity.Tier;
import dev.sluice.identity.account.Account;
import dev.sluice.identity.account.Accounts;
import dev.sluice.identity.account.Profile;
import dev.sluice.identity.account.RegistrationDraft;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** {@code /auth/register} and {@code /users/me}. */
final class UserRoutes {
    /** Nobody follows anybody on this server: there is no social graph in it. */
    private static final int NO_FOLLOWERS = 0;

    private static final LocalDate EARLIEST_BIRTH = LocalDate.of(1900, 1, 1);

    private final Accounts accounts;

    UserRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    ApiResponse register(ApiRequest request) throws IdentityException {
        accounts.requireOpenRegistration();
        Fields fields = Fields.of(request);
        LocalDate dateOfBirth = dateOfBirth(fields);
        fields.check();
        Account account = accounts.register(new RegistrationDraft(
                fields.required("email"),
                fields.required("username"),
                fields.required("password"),
                fields.text("full_name"),
                dateOfBirth));
        return ApiResponse.created(new JsonObject()
                .put("id", account.id().toString())
                .put("email", account.email())
                .put("username", account.username())
                .put("full_name", account.profile().fullName())
                .put("is_verified", account.verified())
                .put("created_at", Timestamps.seconds(account.createdAt())));
    }

    ApiResponse me(ApiRequest request) throws IdentityException {
        Account account = accounts.of(request.principal());
        Profile profile = account.profile();
        return ApiResponse.ok(new JsonObject()
                .put("id", account.id().toString())
                .put("username", account.username())
                .put("email", account.email())
                .put("full_name", profile.fullName())
                .put("bio", profile.bio())
                .put("website", profile.website())
                .put("avatar_url", profile.avatarUrl())
                .put("followers_count", NO_FOLLOWERS)
                .put("following_count", NO_FOLLOWERS)
                .put("is_verified", account.verified())
                .put("is_premium", account.tier() != Tier.FREE)
                .put("created_at", Timestamps.seconds(account.createdAt())));
    }

    ApiResponse update(ApiRequest request) throws IdentityException {
        Fields fields = Fields.of(request);
        String website = url(fields, "website");
        String avatarUrl = url(fields, "avatar_url");
        fields.check();
        Account account = accounts.updateProfile(
                request.principal(),
                old -> new Profile(
                        fields.has("full_name") ? fields.text("full_name") : old.fullName(),
                        fields.has("bio") ? fields.text("bio") : old.bio(),
                        fields.has("website") ? website : old.website(),
                        fields.has("avatar_url") ? avatarUrl : old.avatarUrl()));
        Profile profile = account.profile();
        return ApiResponse.ok(new JsonObject()
                .put("id", account.id().toString())
                .put("username", account.username())
                .put("full_name", profile.fullName())
                .put("bio", profile.bio())
                .put("website", profile.website())
                .put("avatar_url", profile.avatarUrl())
                .put("updated_at", Timestamps.seconds(account.updatedAt())));
    }

    private @Nullable LocalDate dateOfBirth(Fields fields) {
        String text = fields.text("date_of_birth");
        if (text == null) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(text);
            if (!date.isBefore(EARLIEST_BIRTH) && date.isBefore(accounts.today())) {
                return date;
            }
        } catch (DateTimeException noSuchDate) {
            fields.problem("date_of_birth", "Not a date that exists.");
        }
        fields.problem("date_of_birth", "Must be a past date, such as 1990-01-01.");
        return null;
    }

    private static @Nullable String url(Fields fields, String name) {
        String text = fields.text(name);
        if (text == null) {
            return null;
        }
        try {
            URI url = new URI(text);
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            if (web && url.getHost() != null && url.getRawUserInfo() == null) {
                return text;
            }
        } catch (URISyntaxException malformed) {
            fields.problem(name, "Must be a URL: " + malformed.getReason() + ".");
        }
        fields.problem(name, "Must be an http or https URL.");
        return null;
    }
}
