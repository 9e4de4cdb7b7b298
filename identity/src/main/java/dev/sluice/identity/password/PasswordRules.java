package dev.sluice.identity.password;

import java.util.Optional;

/** What a new password must be: long enough, bounded, and not the name it protects. */
public final class PasswordRules {
    public static final int MIN_CHARACTERS = 8;
    public static final int MAX_CHARACTERS = 128;

    private PasswordRules() {}

    /** What is wrong with a password, empty when nothing is. */
    public static Optional<String> problem(String password, String username, String email) {
        int characters = password.codePointCount(0, password.length());
        if (characters < MIN_CHARACTERS || characters > MAX_CHARACTERS) {
            return Optional.of("Must have " + MIN_CHARACTERS + " to " + MAX_CHARACTERS + " characters.");
        }
        if (password.equalsIgnoreCase(username) || password.equalsIgnoreCase(email)) {
            return Optional.of("Must not be the username or the email address.");
        }
        return Optional.empty();
    }
}
