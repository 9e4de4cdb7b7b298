package dev.sluice.identity.account;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What somebody registers with; each field is well formed for itself. */
public record RegistrationDraft(
        String email,
        String username,
        String password,
        @Nullable String fullName,
        @Nullable LocalDate dateOfBirth) {
    @Override
    public String toString() {
        return "registration of " + username;
    }
}
