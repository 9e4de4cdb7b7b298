package dev.sluice.identity;

/** Where a {@link Principal}'s subject is known from. */
public enum PrincipalKind {
    ACCOUNT("account:"),
    API_KEY("key:"),
    /** A user of a platform that has its own identity. */
    EXTERNAL("user:");

    private final String prefix;

    PrincipalKind(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }
}
