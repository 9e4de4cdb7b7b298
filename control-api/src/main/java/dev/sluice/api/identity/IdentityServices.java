package dev.sluice.api.identity;

import dev.sluice.identity.account.AccountSecurity;
import dev.sluice.identity.account.Accounts;
import dev.sluice.identity.account.Logins;
import dev.sluice.identity.account.TwoFactor;
import dev.sluice.identity.apikey.ApiKeys;
import dev.sluice.identity.token.AccessTokens;
import dev.sluice.identity.token.SigningKeys;

/** What the routes of identity stand on. */
public record IdentityServices(
        Accounts accounts,
        Logins logins,
        TwoFactor twoFactor,
        AccountSecurity security,
        ApiKeys apiKeys,
        AccessTokens accessTokens,
        SigningKeys signingKeys) {}
