package dev.sluice.api.identity;

import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /auth/register} and {@code /users/me}. */
final class UserRoutes {
    /** Nobody follows anybody on this server: there is no social graph in it. */
    private static final int NO_FOLLOWERS = 0;

    private static final int MAX_EMAIL = 254;
    private static final int MAX_NAME = 100;
    private static final int MAX_BIO = 500;
    private static final int MAX_URL = 2048;
    private static final int MAX_PASSWORD = 1024;
    private static final LocalDate EARLIEST_BIRTH = LocalDate.of(1900, 1, 1);
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{2,31}");
    private static final Pattern EMAIL = Pattern.compile(
            "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9][A-Za-z0-9-]{0,62})+");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final Accounts accounts;

    UserRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    ApiResponse register(ApiRequest request) throws IdentityException {
        accounts.requireOpenRegistration();
        Fields fields = Fields.of(request, "email", "username", "password", "full_name", "date_of_birth");
        String email = fields.required("email", MAX_EMAIL);
        if (!EMAIL.matcher(email).matches()) {
            fields.problem("email", "Must be an email address.");
        }
        String username = fields.required("username", MAX_NAME);
        if (!USERNAME.matcher(username).matches()) {
            fields.problem(
                    "username",
                    "Must be 3 to 32 letters, digits, dots, dashes and underscores, a letter or digit first.");
        }
        String password = fields.required("password", MAX_PASSWORD);
        String fullName = fields.line("full_name", MAX_NAME);
        LocalDate dateOfBirth = dateOfBirth(fields);
        fields.check();
        Account account = accounts.register(new RegistrationDraft(email, username, password, fullName, dateOfBirth));
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
        Fields fields = Fields.of(request, "full_name", "bio", "website", "avatar_url");
        String fullName = fields.line("full_name", MAX_NAME);
        String bio = fields.text("bio", MAX_BIO);
        String website = url(fields, "website");
        String avatarUrl = url(fields, "avatar_url");
        fields.check();
        Account account = accounts.updateProfile(
                request.principal(),
                old -> new Profile(
                        fields.has("full_name") ? fullName : old.fullName(),
                        fields.has("bio") ? bio : old.bio(),
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
        String text = fields.line("date_of_birth", /* maxLength= */ 10);
        if (text == null) {
            return null;
        }
        try {
            if (DATE.matcher(text).matches()) {
                LocalDate date = LocalDate.parse(text);
                if (!date.isBefore(EARLIEST_BIRTH) && date.isBefore(accounts.today())) {
                    return date;
                }
            }
        } catch (DateTimeException noSuchDate) {
            fields.problem("date_of_birth", "Not a date that exists.");
        }
        fields.problem("date_of_birth", "Must be a past date, such as 1990-01-01.");
        return null;
    }

    private static @Nullable String url(Fields fields, String name) {
        String text = fields.line(name, MAX_URL);
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
