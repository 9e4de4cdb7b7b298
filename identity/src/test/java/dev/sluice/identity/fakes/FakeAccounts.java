package dev.sluice.identity.fakes;

import dev.sluice.identity.account.Account;
import dev.sluice.identity.account.Account.TotpState;
import dev.sluice.identity.account.AccountRepository;
import dev.sluice.identity.account.Profile;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Accounts in memory. */
public final class FakeAccounts implements AccountRepository {
    private final Map<UUID, Account> accounts = new LinkedHashMap<>();
    private final Map<UUID, Long> lastSteps = new HashMap<>();
    private final Map<UUID, Set<String>> backupCodes = new HashMap<>();

    @Override
    public synchronized boolean add(Account account) {
        boolean taken = accounts.values().stream()
                .anyMatch(other -> other.username().equalsIgnoreCase(account.username())
                        || other.email().equalsIgnoreCase(account.email()));
        return !taken && accounts.put(account.id(), account) == null;
    }

    @Override
    public synchronized Optional<Account> find(String tenant, UUID id) {
        return Optional.ofNullable(accounts.get(id))
                .filter(account -> account.tenant().equals(tenant));
    }

    @Override
    public synchronized Optional<Account> findByLogin(String tenant, String login) {
        return accounts.values().stream()
                .filter(account -> account.tenant().equals(tenant))
                .filter(account -> account.username().equalsIgnoreCase(login)
                        || account.email().equalsIgnoreCase(login))
                .findFirst();
    }

    @Override
    public synchronized Optional<Account> updateProfile(
            String tenant, UUID id, UnaryOperator<Profile> change, Instant now) {
        return find(tenant, id)
                .map(old -> replace(old, old.passwordHash(), change.apply(old.profile()), old.totp(), now));
    }

    @Override
    public synchronized void setPasswordHash(String tenant, UUID id, String passwordHash) {
        find(tenant, id).ifPresent(old -> replace(old, passwordHash, old.profile(), old.totp(), old.updatedAt()));
    }

    @Override
    public synchronized boolean prepareTotp(
            String tenant, UUID id, String secret, Collection<String> backupCodeHashes) {
        Account old = find(tenant, id).orElseThrow();
        if (old.needsSecondFactor()) {
            return false;
        }
        backupCodes.put(id, new HashSet<>(backupCodeHashes));
        lastSteps.put(id, 0L);
        replace(old, old.passwordHash(), old.profile(), new TotpState(secret, false), old.updatedAt());
        return true;
    }

    @Override
    public synchronized void removeTotp(String tenant, UUID id) {
        find(tenant, id).ifPresent(old -> replace(old, old.passwordHash(), old.profile(), null, old.updatedAt()));
        backupCodes.remove(id);
    }

    @Override
    public synchronized boolean useTotpStep(String tenant, UUID id, String secret, long step) {
        Account old = find(tenant, id).orElseThrow();
        if (lastSteps.getOrDefault(id, 0L) >= step) {
            return false;
        }
        lastSteps.put(id, step);
        replace(old, old.passwordHash(), old.profile(), new TotpState(secret, true), old.updatedAt());
        return true;
    }

    @Override
    public synchronized boolean useBackupCode(String tenant, UUID id, String codeHash) {
        return backupCodes.getOrDefault(id, Set.of()).remove(codeHash);
    }

    private Account replace(
            Account old, String passwordHash, Profile profile, @Nullable TotpState totp, Instant updatedAt) {
        Account changed = new Account(
                old.id(),
                old.tenant(),
                old.username(),
                old.email(),
                passwordHash,
                profile,
                old.dateOfBirth(),
                old.verified(),
                old.role(),
                old.tier(),
                totp,
                old.createdAt(),
                updatedAt);
        accounts.put(old.id(), changed);
        return changed;
    }
}
