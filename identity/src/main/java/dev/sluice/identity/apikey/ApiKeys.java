package dev.sluice.identity.apikey;

import dev.sluice.identity.IdentityException;
import dev.sluice.identity.IdentityException.Kind;
import dev.sluice.identity.Principal;
import dev.sluice.identity.Role;
import dev.sluice.identity.Scope;
import dev.sluice.identity.Secrets;
import dev.sluice.identity.Tenants;
import dev.sluice.identity.Tier;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * API keys as their owners manage them. Nobody gives a key more than they have; only an admin of the default tenant
 * names another tenant, which comes to be with its first key. Blocks; safe for any virtual thread.
 */
public final class ApiKeys {
    /** Before every secret. */
    public static final String PREFIX = "sk_";

    private static final int SHOWN_PREFIX_CHARACTERS = 8;
    private static final int MIN_HIDDEN_CHARACTERS = 12;

    private final ApiKeyRepository repository;
    private final ApiKeyCache cache;
    private final Clock clock;

    public ApiKeys(ApiKeyRepository repository, ApiKeyCache cache, Clock clock) {
        this.repository = repository;
        this.cache = cache;
        this.clock = clock;
    }

    /** @throws IdentityException INVALID with every field that asks for too much */
    public CreatedApiKey create(Principal caller, ApiKeyDraft draft) throws IdentityException {
        Map<String, String> problems = new LinkedHashMap<>();
        boolean governs = governsTenants(caller);
        String tenant = draft.tenant() == null ? caller.tenant() : draft.tenant();
        if (!Tenants.isSlug(tenant)) {
            problems.put("tenant", "Must be 1 to 63 small letters, digits, dashes and underscores.");
        } else if (!tenant.equals(caller.tenant()) && !governs) {
            problems.put("tenant", "Only an admin of the tenant \"default\" may name another tenant.");
        }
        Role role = draft.role() == null ? lesser(Role.SERVICE, caller.role()) : draft.role();
        if (role.compareTo(caller.role()) > 0) {
            problems.put(
                    "role",
                    "Must not be more than your own role, " + caller.role().text() + ".");
        }
        Tier tier = draft.tier() == null ? caller.tier() : draft.tier();
        if (tier.compareTo(caller.tier()) > 0 && !governs) {
            problems.put(
                    "tier",
                    "Must not be more than your own tier, " + caller.tier().text() + ".");
        }
        Set<Scope> scopes = scopes(caller, role, draft, problems);
        if (!problems.isEmpty()) {
            throw IdentityException.invalid(problems);
        }
        String secret = Secrets.generate(PREFIX);
        ApiKeyRecord key = new ApiKeyRecord(
                UUID.randomUUID(),
                tenant,
                caller.ownerId(),
                draft.name(),
                role,
                scopes,
                tier,
                shownPrefix(secret),
                clock.instant(),
                /* lastUsedAt= */ null,
                /* revokedAt= */ null);
        repository.add(key, Secrets.hash(secret));
        return new CreatedApiKey(key, secret);
    }

    public ApiKeyPage list(Principal caller, int page, int limit) {
        return repository.list(caller.tenant(), page, limit);
    }

    /**
     * Ends a key: at once on this node, within {@link ApiKeyCache#MAX_AGE} on others.
     *
     * @throws IdentityException NOT_FOUND when the caller's tenant has no such key
     */
    public void revoke(Principal caller, UUID id) throws IdentityException {
        String keyHash = repository
                .revoke(caller.tenant(), id, clock.instant())
                .orElseThrow(() -> new IdentityException(Kind.NOT_FOUND, "API key not found."));
        cache.forget(keyHash);
    }

    /** Makes sure that a given key is the default tenant's admin. Used at start. */
    public void ensureAdmin(String name, String secret) {
        ApiKeyRecord key = new ApiKeyRecord(
                UUID.randomUUID(),
                Principal.DEFAULT_TENANT,
                ApiKeyRecord.SYSTEM,
                name,
                Role.ADMIN,
                Role.ADMIN.scopes(),
                Tier.ENTERPRISE,
                shownPrefix(secret),
                clock.instant(),
                /* lastUsedAt= */ null,
                /* revokedAt= */ null);
        repository.add(key, Secrets.hash(secret));
    }

    /** Whether any key was ever made. */
    public boolean exist() {
        return !repository.isEmpty();
    }

    private static boolean governsTenants(Principal caller) {
        return caller.role() == Role.ADMIN
                && caller.tenant().equals(Principal.DEFAULT_TENANT)
                && caller.scopes().contains(Scope.ADMIN);
    }

    private static Set<Scope> scopes(Principal caller, Role role, ApiKeyDraft draft, Map<String, String> problems) {
        EnumSet<Scope> allowed = EnumSet.noneOf(Scope.class);
        role.scopes().stream().filter(caller::may).forEach(allowed::add);
        if (draft.scopes() == null) {
            return allowed;
        }
        for (Scope scope : draft.scopes()) {
            if (!role.scopes().contains(scope)) {
                problems.put("scopes", "The role " + role.text() + " does not have " + scope.text() + ".");
            } else if (!allowed.contains(scope)) {
                problems.put("scopes", "You do not have " + scope.text() + " yourself.");
            }
        }
        return draft.scopes();
    }

    private static Role lesser(Role... roles) {
        return Arrays.stream(roles).min(Role::compareTo).orElse(Role.VIEWER);
    }

    /** Enough to recognise a key, never so much that the rest could be guessed. */
    private static String shownPrefix(String secret) {
        int shown = Math.min(SHOWN_PREFIX_CHARACTERS, Math.max(0, secret.length() - MIN_HIDDEN_CHARACTERS));
        return secret.substring(0, shown);
    }
}
