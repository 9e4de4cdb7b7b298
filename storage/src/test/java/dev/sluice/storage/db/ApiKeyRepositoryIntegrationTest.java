package dev.sluice.storage.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.port.ApiKeyRepository;
import dev.sluice.engine.port.RepositoryException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class ApiKeyRepositoryIntegrationTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void apiKeys_addedTwice_areKeptOnceAndSurviveRestart(@TempDir Path directory) {
        String hash = TestStreams.randomHash();
        try (Database database = TestDatabases.open(directory)) {
            ApiKeyRepository keys = database.apiKeys();
            assertThat(keys.isEmpty()).isTrue();
            assertThat(keys.contains(hash)).isFalse();
            keys.add("first", hash, NOW);
            keys.add("again", hash, NOW);
            assertThat(keys.isEmpty()).isFalse();
            assertThat(keys.contains(hash)).isTrue();
            assertThatThrownBy(() -> keys.add("bad", "not a hash", NOW)).isInstanceOf(RepositoryException.class);
        }
        try (Database database = TestDatabases.open(directory)) {
            assertThat(database.apiKeys().contains(hash)).isTrue();
            assertThat(database.apiKeys().contains(TestStreams.randomHash())).isFalse();
        }
    }
}
