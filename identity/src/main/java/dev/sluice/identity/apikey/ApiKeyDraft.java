package dev.sluice.identity.apikey;

import dev.sluice.identity.Role;
import dev.sluice.identity.Scope;
import dev.sluice.identity.Tier;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for in a new key.
 *
 * @param role null for {@link Role#SERVICE}, or the caller's own when that is less
 * @param scopes null for all that role and caller allow
 * @param tier null for the caller's own
 * @param tenant null for the caller's own
 */
public record ApiKeyDraft(
        String name,
        @Nullable Role role,
        @Nullable Set<Scope> scopes,
        @Nullable Tier tier,
        @Nullable String tenant) {}
