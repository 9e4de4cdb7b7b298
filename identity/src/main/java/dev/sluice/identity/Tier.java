package dev.sluice.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The plan that request limits follow. */
public enum Tier {
    FREE,
    BASIC,
    PRO,
    ENTERPRISE;

    /** As the API writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Tier> of(String text) {
        return Stream.of(values()).filter(tier -> tier.text().equals(text)).findFirst();
    }
}
