package dev.sluice.identity;

import java.util.regex.Pattern;

/** The names of tenants. A tenant comes to be with the first API key that names it. */
public final class Tenants {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    private Tenants() {}

    /** Whether a text can be a tenant: 1 to 63 small letters, digits, dashes and underscores. */
    public static boolean isSlug(String text) {
        return SLUG.matcher(text).matches();
    }
}
