package dev.sluice.storage.db;

import org.jspecify.annotations.Nullable;

/** Where to connect and as whom. */
record ConnectionDetails(
        String jdbcUrl, @Nullable String user, @Nullable String password) {
    /** Without secrets, for messages. */
    @Override
    public String toString() {
        return DatabaseSettings.withoutParameters(jdbcUrl);
    }
}
