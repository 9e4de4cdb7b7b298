package dev.sluice.storage.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.identity.Role;
import dev.sluice.identity.Tier;
import dev.sluice.identity.account.Account;
import dev.sluice.identity.account.AccountRepository;
import dev.sluice.identity.account.Profile;
import dev.sluice.identity.token.RefreshTokenRepository;
import dev.sluice.identity.token.RefreshTokenRepository.Rotation;
import dev.sluice.identity.token.SigningKeyRecord;
import dev.sluice.identity.token.SigningKeyRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts, logins and signing keys in a real PostgreSQL. */
@Tag("integration")
class IdentityRepositoriesIntegrationTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String TENANT = "default";

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
    void add_accountWithATakenNameOrEmail_isRefusedWhateverItsCase() {
        AccountRepository accounts = database.accounts();
        Account account = account("taken", "taken@example.com");
        assertThat(accounts.add(account)).isTrue();
        assertThat(accounts.add(account("TAKEN", "other@example.com"))).isFalse();
        assertThat(accounts.add(account("other", "Taken@Example.com"))).isFalse();
        assertThat(accounts.find(TENANT, account.id())).contains(account);
        assertThat(accounts.findByLogin(TENANT, "Taken")).contains(account);
        assertThat(accounts.findByLogin(TENANT, "TAKEN@example.com")).contains(account);
        assertThat(accounts.findByLogin("other", "taken")).isEmpty();
        assertThat(accounts.find("other", account.id())).isEmpty();
    }

    @Test
    void updateProfile_ofOneAccount_changesItAndNoOtherTenants() {
        AccountRepository accounts = database.accounts();
        Account account = added("profile");
        Profile profile = new Profile("A", "B", "https://example.com", "https://example.com/a.png");
        assertThat(accounts.updateProfile("other", account.id(), old -> profile, NOW))
                .isEmpty();
        Account updated = accounts.updateProfile(TENANT, account.id(), old -> profile, NOW.plusSeconds(1))
                .orElseThrow();
        assertThat(updated.profile()).isEqualTo(profile);
        assertThat(updated.updatedAt()).isEqualTo(NOW.plusSeconds(1));
        accounts.setPasswordHash(TENANT, account.id(), "new hash");
        assertThat(accounts.find(TENANT, account.id()).orElseThrow().passwordHash())
                .isEqualTo("new hash");
    }

    @Test
    void totp_stepsAndBackupCodes_areGoodOnce() {
        AccountRepository accounts = database.accounts();
        UUID id = added("totp").id();
        assertThat(accounts.prepareTotp(TENANT, id, "OLD", List.of("0"))).isTrue();
        assertThat(accounts.prepareTotp(TENANT, id, "SECRET", List.of("1", "2")))
                .isTrue();
        assertThat(accounts.useTotpStep(TENANT, id, "OLD", 100)).isFalse();
        assertThat(accounts.useTotpStep(TENANT, id, "SECRET", 100)).isTrue();
        assertThat(accounts.useTotpStep(TENANT, id, "SECRET", 100)).isFalse();
        assertThat(accounts.useTotpStep(TENANT, id, "SECRET", 99)).isFalse();
        assertThat(accounts.useTotpStep(TENANT, id, "SECRET", 101)).isTrue();
        assertThat(accounts.find(TENANT, id).orElseThrow().needsSecondFactor()).isTrue();
        assertThat(accounts.prepareTotp(TENANT, id, "AGAIN", List.of())).isFalse();
        assertThat(accounts.useBackupCode(TENANT, id, "0")).isFalse();
        assertThat(accounts.useBackupCode("other", id, "1")).isFalse();
        assertThat(accounts.useBackupCode(TENANT, id, "1")).isTrue();
        assertThat(accounts.useBackupCode(TENANT, id, "1")).isFalse();
        accounts.removeTotp("other", id);
        assertThat(accounts.find(TENANT, id).orElseThrow().needsSecondFactor()).isTrue();
        accounts.removeTotp(TENANT, id);
        assertThat(accounts.find(TENANT, id).orElseThrow().totp()).isNull();
        assertThat(accounts.useBackupCode(TENANT, id, "2")).isFalse();
        assertThat(accounts.prepareTotp(TENANT, id, "ANEW", List.of())).isTrue();
    }

    @Test
    void revokeAll_ofAnAccount_endsItsLoginsAndNoOthers() {
        RefreshTokenRepository tokens = database.refreshTokens();
        UUID account = added("all").id();
        UUID other = added("another").id();
        List<String> ended = List.of(begin(tokens, account), begin(tokens, account));
        String kept = begin(tokens, other);
        tokens.revokeAll("other", account, NOW);
        tokens.revokeAll(TENANT, account, NOW);
        for (String token : ended) {
            assertThat(rotate(tokens, token, TestStreams.randomHash())).isEqualTo(new Rotation.Unknown());
        }
        assertThat(rotate(tokens, kept, TestStreams.randomHash())).isEqualTo(new Rotation.Rotated(TENANT, other));
    }

    @Test
    void rotate_tokenUsedTwice_endsTheLogin() {
        RefreshTokenRepository tokens = database.refreshTokens();
        UUID account = added("rotate").id();
        String first = begin(tokens, account);
        String second = TestStreams.randomHash();
        assertThat(rotate(tokens, first, second)).isEqualTo(new Rotation.Rotated(TENANT, account));
        assertThat(rotate(tokens, first, TestStreams.randomHash())).isEqualTo(new Rotation.Reused());
        assertThat(rotate(tokens, second, TestStreams.randomHash())).isEqualTo(new Rotation.Unknown());
    }

    @Test
    void rotate_expiredOrEndedLogin_isUnknown() {
        RefreshTokenRepository tokens = database.refreshTokens();
        UUID account = added("ended").id();
        String ended = begin(tokens, account);
        assertThat(tokens.revoke(ended, NOW)).isTrue();
        assertThat(tokens.revoke(ended, NOW)).isFalse();
        assertThat(rotate(tokens, ended, TestStreams.randomHash())).isEqualTo(new Rotation.Unknown());
        String expired = begin(tokens, account);
        Instant later = NOW.plusSeconds(60);
        assertThat(tokens.rotate(expired, TestStreams.randomHash(), later, later.plusSeconds(60)))
                .isEqualTo(new Rotation.Unknown());
        tokens.deleteExpired(later);
        assertThat(tokens.revoke(expired, NOW)).isFalse();
    }

    @Test
    void rotate_oneTokenByManyAtOneTime_succeedsOnceAndEndsTheLogin() throws Exception {
        RefreshTokenRepository tokens = database.refreshTokens();
        String token = begin(tokens, added("race").id());
        List<Rotation> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Rotation>> racing = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                racing.add(threads.submit(() -> rotate(tokens, token, TestStreams.randomHash())));
            }
            for (Future<Rotation> one : racing) {
                outcomes.add(one.get());
            }
        }
        assertThat(outcomes).filteredOn(Rotation.Rotated.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Rotation.Reused.class::isInstance).hasSize(1);
    }

    @Test
    void signingKeys_rotatedByTwoNodes_areOneNewKey() {
        SigningKeyRepository keys = database.signingKeys();
        keys.addUnlessNewerThan(NOW.minusSeconds(60), new SigningKeyRecord("a", "{}", NOW));
        keys.addUnlessNewerThan(NOW.minusSeconds(60), new SigningKeyRecord("b", "{}", NOW.plusSeconds(1)));
        keys.addUnlessNewerThan(NOW.plusSeconds(60), new SigningKeyRecord("c", "{}", NOW.plusSeconds(120)));
        assertThat(keys.all()).extracting(SigningKeyRecord::kid).containsExactly("c", "a");
        keys.deleteCreatedBefore(NOW.plusSeconds(1));
        assertThat(keys.all()).extracting(SigningKeyRecord::kid).containsExactly("c");
    }

    private static String begin(RefreshTokenRepository tokens, UUID account) {
        String hash = TestStreams.randomHash();
        tokens.begin(UUID.randomUUID(), TENANT, account, hash, NOW, NOW.plusSeconds(60));
        return hash;
    }

    private static Rotation rotate(RefreshTokenRepository tokens, String hash, String successor) {
        return tokens.rotate(hash, successor, NOW, NOW.plusSeconds(60));
    }

    private static Account added(String username) {
        Account account = account(username, username + "@example.com");
        assertThat(database.accounts().add(account)).isTrue();
        return account;
    }

    private static Account account(String username, String email) {
        return new Account(
                UUID.randomUUID(),
                TENANT,
                username,
                email,
                "hash",
                new Profile("Full Name", null, null, null),
                LocalDate.of(1990, 1, 1),
                /* verified= */ false,
                Role.BROADCASTER,
                Tier.FREE,
                /* totp= */ null,
                NOW,
                NOW);
    }
}
