package dev.sluice.identity.account;

import dev.sluice.identity.IdentityException;
import dev.sluice.identity.IdentityException.Kind;
import dev.sluice.identity.Principal;
import dev.sluice.identity.PrincipalKind;
import dev.sluice.identity.Tier;
import dev.sluice.identity.password.PasswordHasher;
import dev.sluice.identity.password.PasswordRules;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Registration and profiles. Blocks; safe for any virtual thread. */
public final class Accounts {
    private final AccountRepository repository;
    private final PasswordHasher passwords;
    private final RegistrationSettings registration;
    private final Clock clock;

    public Accounts(
            AccountRepository repository, PasswordHasher passwords, RegistrationSettings registration, Clock clock) {
        this.repository = repository;
        this.passwords = passwords;
        this.registration = registration;
        this.clock = clock;
    }

    /** @throws IdentityException NOT_ALLOWED when registration is closed */
    public void requireOpenRegistration() throws IdentityException {
        if (!registration.open()) {
            throw new IdentityException(Kind.NOT_ALLOWED, "Registration is closed on this server (auth.registration).");
        }
    }

    /** @throws IdentityException NOT_ALLOWED, INVALID, BUSY, or CONFLICT when username or email are taken */
    public Account register(RegistrationDraft draft) throws IdentityException {
        requireOpenRegistration();
        Optional<String> weakness = PasswordRules.problem(draft.password(), draft.username(), draft.email());
        if (weakness.isPresent()) {
            throw IdentityException.invalid(Map.of("password", weakness.get()));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Account account = new Account(
                UUID.randomUUID(),
                Principal.DEFAULT_TENANT,
                draft.username(),
                draft.email(),
                passwords.hash(draft.password()),
                new Profile(draft.fullName(), /* bio= */ null, /* website= */ null, /* avatarUrl= */ null),
                draft.dateOfBirth(),
                /* verified= */ false,
                registration.role(),
                Tier.FREE,
                /* totp= */ null,
                now,
                now);
        if (!repository.add(account)) {
            throw new IdentityException(Kind.CONFLICT, "An account with this username or email exists.");
        }
        return account;
    }

    /** @throws IdentityException NOT_FOUND when the caller is no account, or one that is gone */
    public Account of(Principal caller) throws IdentityException {
        return repository.find(caller.tenant(), idOf(caller)).orElseThrow(Accounts::notFound);
    }

    /** @throws IdentityException NOT_FOUND when the caller is no account, or one that is gone */
    public Account updateProfile(Principal caller, UnaryOperator<Profile> change) throws IdentityException {
        return repository
                .updateProfile(caller.tenant(), idOf(caller), change, clock.instant())
                .orElseThrow(Accounts::notFound);
    }

    private static UUID idOf(Principal caller) throws IdentityException {
        if (caller.kind() != PrincipalKind.ACCOUNT) {
            throw new IdentityException(
                    Kind.NOT_FOUND, "This credential is of no account: sign in with username and password.");
        }
        return UUID.fromString(caller.subject());
    }

    private static IdentityException notFound() {
        return new IdentityException(Kind.NOT_FOUND, "Account not found.");
    }

    /** The date in UTC that decides whether a birth is in the past. */
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
