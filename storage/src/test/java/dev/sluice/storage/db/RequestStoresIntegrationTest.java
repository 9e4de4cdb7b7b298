package dev.sluice.storage.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.identity.AuditEntry;
import dev.sluice.identity.AuditLog;
import dev.sluice.identity.IdempotencyStore;
import dev.sluice.identity.IdempotencyStore.Known;
import dev.sluice.identity.RequestLimiter;
import dev.sluice.identity.Tier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What requests meet on their way in, in a real PostgreSQL. */
@Tag("integration")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestStoresIntegrationTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Database database;

    @BeforeAll
    void openDatabase(@TempDir Path directory) {
        database = TestDatabases.open(directory);
    }

    @AfterAll
    void closeDatabase() {
        database.close();
    }

    @Test
    void auditLog_ofATenant_isNewestFirstAndNeverChanges() {
        AuditLog log = database.auditLog();
        log.write(entry("a", 0));
        log.write(entry("b", 0));
        log.write(entry("a", 201));

        assertThat(log.before("a", Long.MAX_VALUE, 10))
                .extracting(AuditEntry::status)
                .containsExactly(201, 0);
        long newest = log.before("a", Long.MAX_VALUE, 1).getFirst().id();
        assertThat(log.before("a", newest, 10)).hasSize(1);
        for (String change : new String[] {"update audit_entry set status = 1", "delete from audit_entry"}) {
            assertThatThrownBy(() -> database.execute(change)).hasMessageContaining("append-only");
        }
    }

    private static AuditEntry entry(String tenant, int status) {
        return new AuditEntry(
                0, NOW, tenant, "key:1", "key", "POST /api/v1/webhooks", "/api/v1/webhooks", "::1", "req_1", status);
    }

    @Test
    void idempotencyKey_claimed_isKnownUntilItMayBeForgotten() {
        IdempotencyStore store = database.idempotency();
        Instant claimUntil = NOW.plusSeconds(60);
        Instant keepUntil = NOW.plusSeconds(3600);
        assertThat(store.claim("k", "r", NOW, claimUntil, keepUntil)).isEmpty();
        assertThat(store.claim("k", "r", NOW, claimUntil, keepUntil)).contains(new Known("r", Optional.empty()));

        store.complete("k", new byte[] {1, 2});

        Known known = store.claim("k", "other", NOW.plusSeconds(120), claimUntil, keepUntil)
                .orElseThrow();
        assertThat(known.requestHash()).isEqualTo("r");
        assertThat(known.sealedAnswer())
                .hasValueSatisfying(answer -> assertThat(answer).containsExactly(1, 2));
        assertThat(store.sweep(NOW.plusSeconds(3599), 10)).isZero();
        assertThat(store.sweep(keepUntil, 10)).isEqualTo(1);
    }

    @Test
    void idempotencyKey_releasedOrLeftByADeadServer_isFreeAgain() {
        IdempotencyStore store = database.idempotency();
        Instant claimUntil = NOW.plusSeconds(60);
        Instant keepUntil = NOW.plusSeconds(3600);
        store.claim("released", "r", NOW, claimUntil, keepUntil);
        store.release("released");
        assertThat(store.claim("released", "r", NOW, claimUntil, keepUntil)).isEmpty();
        store.claim("left", "r", NOW, claimUntil, keepUntil);
        assertThat(store.claim("left", "r", claimUntil, claimUntil.plusSeconds(60), keepUntil))
                .isEmpty();
        store.sweep(keepUntil, 10);
    }

    @Test
    void sharedLimiter_twoNodes_countTogether() {
        RequestLimiter one = database.sharedLimiter(Clock.systemUTC());
        RequestLimiter two = database.sharedLimiter(Clock.systemUTC());
        assertThat(one.take("caller", Tier.FREE, 30).allowed()).isTrue();
        assertThat(two.take("caller", Tier.FREE, 30).allowed()).isTrue();

        RequestLimiter.Verdict refused = one.take("caller", Tier.FREE, 30);

        assertThat(refused.allowed()).isFalse();
        assertThat(refused.limitPerMinute()).isEqualTo(60);
        assertThat(refused.retryAfterSeconds()).isBetween(1L, 30L);
        assertThat(two.take("caller", Tier.ENTERPRISE, 1).allowed()).isTrue();
        assertThat(two.take("another", Tier.FREE, 1).allowed()).isTrue();
    }

    @Test
    void secret_ofAName_isTheSameEverAfter() {
        String secret = database.secrets().secret("one");
        assertThat(database.secrets().secret("one")).isEqualTo(secret);
        assertThat(database.secrets().secret("two")).isNotEqualTo(secret);
    }
}
