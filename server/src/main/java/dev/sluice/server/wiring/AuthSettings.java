package dev.sluice.server.wiring;

import dev.sluice.identity.Role;
import dev.sluice.identity.Tier;
import dev.sluice.identity.account.RegistrationSettings;
import dev.sluice.identity.issuer.OutsideIssuer;
import dev.sluice.identity.issuer.OutsideIssuer.ClaimNames;
import dev.sluice.identity.issuer.OutsideIssuer.Defaults;
import dev.sluice.identity.token.TokenSettings;
import dev.sluice.server.config.SluiceConfig;
import java.net.URI;
import java.util.List;

/** The settings of identity out of the server's. */
final class AuthSettings {
    private AuthSettings() {}

    static TokenSettings tokens(SluiceConfig.Auth auth) {
        TokenSettings defaults = TokenSettings.DEFAULTS;
        return new TokenSettings(
                auth.tokenIssuer(),
                defaults.audience(),
                auth.accessTokenLifetime(),
                auth.refreshTokenLifetime(),
                defaults.challengeLifetime());
    }

    static RegistrationSettings registration(SluiceConfig.Auth auth) {
        boolean open =
                switch (auth.registration()) {
                    case OPEN -> true;
                    case CLOSED -> false;
                };
        return new RegistrationSettings(open, role(auth.registeredRole()));
    }

    static List<OutsideIssuer> issuers(SluiceConfig.Auth auth) {
        return auth.issuers().stream()
                .filter(issuer -> issuer.issuer().isPresent())
                .map(AuthSettings::issuer)
                .toList();
    }

    private static OutsideIssuer issuer(SluiceConfig.Issuer issuer) {
        return new OutsideIssuer(
                issuer.issuer().orElseThrow(),
                issuer.jwksUrl().map(URI::create).orElse(null),
                issuer.hs256Secret().orElse(null),
                issuer.audience(),
                new ClaimNames(
                        issuer.subjectClaim(),
                        issuer.roleClaim().orElse(null),
                        issuer.tierClaim().orElse(null),
                        issuer.tenantClaim().orElse(null)),
                new Defaults(
                        role(issuer.defaultRole()),
                        Tier.of(issuer.defaultTier()).orElseThrow(),
                        issuer.tenant()));
    }

    private static Role role(String text) {
        return Role.of(text).orElseThrow();
    }
}
