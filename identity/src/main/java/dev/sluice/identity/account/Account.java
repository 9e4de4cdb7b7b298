package dev.sluice.identity.account;

import dev.sluice.identity.Principal;
import dev.sluice.identity.PrincipalKind;
import dev.sluice.identity.Role;
import dev.sluice.identity.Tier;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's account.
 *
 * @param passwordHash PHC string
 * @param totp null until a second factor was set up
 */
public record Account(
        UUID id,
        String tenant,
        String username,
        String email,
        String passwordHash,
        Profile profile,
        @Nullable LocalDate dateOfBirth,
        boolean verified,
        Role role,
        Tier tier,
        @Nullable TotpState totp,
        Instant createdAt,
        Instant updatedAt) {
    /**
     * The second factor of an account.
     *
     * @param secret Base32
     * @param active false until a first code was right
     */
    public record TotpState(String secret, boolean active) {
        @Override
        public String toString() {
            return active ? "active" : "set up";
        }
    }

    public boolean needsSecondFactor() {
        return totp != null && totp.active();
    }

    public Principal principal() {
        return new Principal(tenant, PrincipalKind.ACCOUNT, id.toString(), username, role, role.scopes(), tier);
    }

    @Override
    public String toString() {
        return "account " + id;
    }
}
