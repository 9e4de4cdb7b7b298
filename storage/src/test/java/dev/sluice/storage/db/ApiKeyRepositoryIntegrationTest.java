package dev.sluice.storage.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.port.RepositoryException;
import dev.sluice.identity.Role;
import dev.sluice.identity.Scope;
import dev.sluice.identity.Tier;
import dev.sluice.identity.apikey.ApiKeyRecord;
import dev.sluice.identity.apikey.ApiKeyRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class ApiKeyRepositoryIntegrationTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private static Path directory;

    private static Database database;

    @BeforeAll
    static void open() {
        database = TestDatabases.open(directory);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void add_sameHashTwice_keepsTheFirst() {
        ApiKeyRepository keys = database.apiKeys();
        String hash = TestStreams.randomHash();
        ApiKeyRecord first = key("twice", "first");
        keys.add(first, hash);
        keys.add(key("twice", "second"), hash);
        assertThat(keys.isEmpty()).isFalse();
        assertThat(keys.findActive(hash)).contains(first);
        assertThat(keys.list("twice", 1, 10).total()).isEqualTo(1);
        assertThatThrownBy(() -> keys.add(key("twice", "bad"), "not a hash")).isInstanceOf(RepositoryException.class);
    }

    @Test
    void revoke_byAnotherTenant_changesNothing_byItsOwn_endsTheKey() {
        ApiKeyRepository keys = database.apiKeys();
        String hash = TestStreams.randomHash();
        ApiKeyRecord key = key("acme", "server");
        keys.add(key, hash);
        assertThat(keys.revoke("other", key.id(), NOW)).isEmpty();
        assertThat(keys.findActive(hash)).isPresent();
        assertThat(keys.revoke("acme", key.id(), NOW)).contains(hash);
        assertThat(keys.findActive(hash)).isEmpty();
        assertThat(keys.revoke("acme", key.id(), NOW)).isEmpty();
        assertThat(keys.list("acme", 1, 10).keys()).isEmpty();
    }

    @Test
    void list_ofATenant_isNewestFirstInPagesAndHasNoOthers() {
        ApiKeyRepository keys = database.apiKeys();
        for (int i = 0; i < 3; i++) {
            keys.add(key("paged", "key " + i, NOW.plusSeconds(i)), TestStreams.randomHash());
        }
        keys.add(key("unpaged", "other"), TestStreams.randomHash());
        assertThat(keys.list("paged", 1, 2).keys())
                .extracting(ApiKeyRecord::name)
                .containsExactly("key 2", "key 1");
        assertThat(keys.list("paged", 2, 2).keys())
                .extracting(ApiKeyRecord::name)
                .containsExactly("key 0");
        assertThat(keys.list("paged", 3, 2).total()).isEqualTo(3);
    }

    @Test
    void recordUse_laterAndEarlierTimes_keepsTheLatest() {
        ApiKeyRepository keys = database.apiKeys();
        String hash = TestStreams.randomHash();
        ApiKeyRecord key = key("used", "server");
        keys.add(key, hash);
        keys.recordUse(Map.of(key.id(), NOW.plusSeconds(5), UUID.randomUUID(), NOW));
        keys.recordUse(Map.of(key.id(), NOW));
        assertThat(keys.findActive(hash).orElseThrow().lastUsedAt()).isEqualTo(NOW.plusSeconds(5));
    }

    private static ApiKeyRecord key(String tenant, String name) {
        return key(tenant, name, NOW);
    }

    private static ApiKeyRecord key(String tenant, String name, Instant createdAt) {
        return new ApiKeyRecord(
                UUID.randomUUID(),
                tenant,
                ApiKeyRecord.SYSTEM,
                name,
                Role.SERVICE,
                Set.of(Scope.STREAMS_READ, Scope.STREAMS_WRITE),
                Tier.PRO,
                "sk_abcde",
                createdAt,
                /* lastUsedAt= */ null,
                /* revokedAt= */ null);
    }
}
