package dev.sluice.identity.account;

import dev.sluice.identity.Role;

/**
 * Who may make an account.
 *
 * @param open false refuses everybody
 * @param role of those who registered themselves
 */
public record RegistrationSettings(boolean open, Role role) {
    public static final RegistrationSettings CLOSED = new RegistrationSettings(false, Role.BROADCASTER);
}
