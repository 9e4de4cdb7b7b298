package dev.sluice.api.identity;

import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Fields;
import dev.sluice.identity.IdentityException;
import dev.sluice.identity.account.AccountSecurity;
import dev.sluice.identity.account.Accounts;

/** {@code /auth/password}, {@code /auth/2fa/disable} and {@code /auth/logout-all}. */
final class SecurityRoutes {
    private final Accounts accounts;
    private final AccountSecurity security;

    SecurityRoutes(Accounts accounts, AccountSecurity security) {
        this.accounts = accounts;
        this.security = security;
    }

    ApiResponse changePassword(ApiRequest request) throws IdentityException {
        Fields fields = Fields.of(request);
        security.changePassword(
                accounts.of(request.principal()),
                fields.required("current_password"),
                fields.required("new_password"),
                request.clientAddress());
        return ApiResponse.noContent();
    }

    ApiResponse disableTwoFactor(ApiRequest request) throws IdentityException {
        Fields fields = Fields.of(request);
        security.disableTwoFactor(
                accounts.of(request.principal()),
                fields.required("password"),
                fields.required("code"),
                request.clientAddress());
        return ApiResponse.noContent();
    }

    ApiResponse endAllLogins(ApiRequest request) throws IdentityException {
        security.endAllLogins(accounts.of(request.principal()));
        return ApiResponse.noContent();
    }
}
