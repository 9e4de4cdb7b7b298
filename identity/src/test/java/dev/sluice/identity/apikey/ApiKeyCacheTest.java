package dev.sluice.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.identity.IdentityException;
import dev.sluice.identity.Principal;
import dev.sluice.identity.Role;
import dev.sluice.identity.Scope;
import dev.sluice.identity.Secrets;
import dev.sluice.identity.Tier;
import dev.sluice.identity.fakes.IdentityRig;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Look-ups of API keys, their use, and what callers may give away. */
class ApiKeyCacheTest {
    private static final String ADMIN_KEY = "sk_0123456789abcdef";

    private final MutableClock clock = new MutableClock();
    private final IdentityRig rig = new IdentityRig(clock);
    private Principal admin;

    @BeforeEach
    void addAdmin() {
        rig.apiKeys.ensureAdmin("first", ADMIN_KEY);
        admin = rig.cache.find(ADMIN_KEY).orElseThrow();
    }

    @Test
    void find_knownKey_asksTheDatabaseOncePerRenewal() {
        for (int i = 0; i < 100; i++) {
            rig.cache.find(ADMIN_KEY);
        }
        assertThat(rig.apiKeyRows.lookUps()).isEqualTo(1);
        rig.nanos.addAndGet(ApiKeyCache.MAX_AGE.toNanos() / 2);
        rig.cache.find(ADMIN_KEY);
        rig.cache.find(ADMIN_KEY);
        assertThat(rig.apiKeyRows.lookUps()).isEqualTo(2);
    }

    @Test
    void find_keyRevokedOnAnotherNode_endsWithinMaxAge() {
        assertThat(rig.apiKeyRows.revoke("default", UUID.fromString(admin.subject()), clock.instant()))
                .contains(Secrets.hash(ADMIN_KEY));
        assertThat(rig.cache.find(ADMIN_KEY)).isPresent();
        rig.nanos.addAndGet(ApiKeyCache.MAX_AGE.toNanos());
        assertThat(rig.cache.find(ADMIN_KEY)).isEmpty();
        assertThat(ApiKeyCache.MAX_AGE).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void find_keyRevokedHere_endsAtOnce() throws Exception {
        rig.apiKeys.revoke(admin, UUID.fromString(admin.subject()));
        assertThat(rig.cache.find(ADMIN_KEY)).isEmpty();
        rig.apiKeys.ensureAdmin("first", ADMIN_KEY);
        assertThat(rig.cache.find(ADMIN_KEY)).as("a revoked key stays revoked").isEmpty();
    }

    @Test
    void use_ofAKey_isWrittenOffTheRequestAndOnceAMinute() {
        UUID id = UUID.fromString(admin.subject());
        assertThat(rig.apiKeyRows.used).isEmpty();
        rig.use.flush();
        assertThat(rig.apiKeyRows.used).containsEntry(id, clock.instant());
        rig.apiKeyRows.used.clear();
        clock.advance(Duration.ofSeconds(59));
        rig.cache.find(ADMIN_KEY);
        rig.use.flush();
        assertThat(rig.apiKeyRows.used).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        rig.cache.find(ADMIN_KEY);
        rig.use.flush();
        assertThat(rig.apiKeyRows.used).containsEntry(id, clock.instant());
    }

    @Test
    void create_byACallerWithFewerScopes_givesNoMoreThanTheyHave() throws Exception {
        Principal limited = new Principal(
                "default",
                admin.kind(),
                admin.subject(),
                "limited",
                Role.ADMIN,
                Set.of(Scope.API_KEYS_MANAGE, Scope.STREAMS_READ),
                Tier.BASIC);
        ApiKeyRecord key = rig.apiKeys
                .create(limited, new ApiKeyDraft("a", Role.ADMIN, null, null, null))
                .key();
        assertThat(key.scopes()).containsExactlyInAnyOrder(Scope.API_KEYS_MANAGE, Scope.STREAMS_READ);
        assertThat(key.tier()).isEqualTo(Tier.BASIC);
        ApiKeyDraft more = new ApiKeyDraft("b", Role.ADMIN, Set.of(Scope.ADMIN), Tier.PRO, "acme");
        IdentityException refused =
                catchThrowableOfType(IdentityException.class, () -> rig.apiKeys.create(limited, more));
        assertThat(refused.details()).containsOnlyKeys("scopes", "tier", "tenant");
        ApiKeyDraft beyondRole = new ApiKeyDraft("c", Role.VIEWER, Set.of(Scope.STREAMS_WRITE), null, null);
        assertThat(catchThrowableOfType(IdentityException.class, () -> rig.apiKeys.create(admin, beyondRole))
                        .details())
                .containsOnlyKeys("scopes");
    }
}
