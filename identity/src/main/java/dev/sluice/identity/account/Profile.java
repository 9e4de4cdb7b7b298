package dev.sluice.identity.account;

import org.jspecify.annotations.Nullable;

/** What people say of themselves. */
public record Profile(
        @Nullable String fullName,
        @Nullable String bio,
        @Nullable String website,
        @Nullable String avatarUrl) {}
