package dev.sluice.identity.apikey;

import dev.sluice.identity.Principal;
import dev.sluice.identity.PrincipalKind;
import dev.sluice.identity.Role;
import dev.sluice.identity.Scope;
import dev.sluice.identity.Tier;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key without its secret.
 *
 * @param owner {@link Principal#ownerId()} of who made it, {@link #SYSTEM} for the first admin key
 * @param prefix the first characters of the secret, by which people recognise it
 */
public record ApiKeyRecord(
        UUID id,
        String tenant,
        String owner,
        String name,
        Role role,
        Set<Scope> scopes,
        Tier tier,
        String prefix,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {
    /** Owner of keys that no caller made. */
    public static final String SYSTEM = "system";

    public ApiKeyRecord {
        scopes = Set.copyOf(scopes);
    }

    public Principal principal() {
        return new Principal(tenant, PrincipalKind.API_KEY, id.toString(), name, role, scopes, tier);
    }
}
