package dev.sluice.identity.fakes;

import dev.sluice.identity.token.RefreshTokenRepository;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Logins in memory. */
public final class FakeRefreshTokens implements RefreshTokenRepository {
    private final Map<String, Token> tokens = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Set<UUID> ended = new HashSet<>();

    private record Token(UUID session, String tenant, UUID account, Instant expiresAt) {}

    @Override
    public synchronized void begin(
            UUID session, String tenant, UUID account, String tokenHash, Instant now, Instant expiresAt) {
        tokens.put(tokenHash, new Token(session, tenant, account, expiresAt));
    }

    @Override
    public synchronized Rotation rotate(
            String tokenHash, String successorHash, Instant now, Instant successorExpiresAt) {
        Token token = tokens.get(tokenHash);
        if (token == null || ended.contains(token.session)) {
            return new Rotation.Unknown();
        }
        if (used.contains(tokenHash)) {
            ended.add(token.session);
            return new Rotation.Reused();
        }
        if (!now.isBefore(token.expiresAt)) {
            return new Rotation.Unknown();
        }
        used.add(tokenHash);
        tokens.put(successorHash, new Token(token.session, token.tenant, token.account, successorExpiresAt));
        return new Rotation.Rotated(token.tenant, token.account);
    }

    @Override
    public synchronized boolean revoke(String tokenHash, Instant now) {
        Token token = tokens.get(tokenHash);
        return token != null && ended.add(token.session);
    }

    @Override
    public synchronized void revokeAll(String tenant, UUID account, Instant now) {
        tokens.values().stream()
                .filter(token -> token.tenant.equals(tenant) && token.account.equals(account))
                .forEach(token -> ended.add(token.session));
    }

    @Override
    public synchronized void deleteExpired(Instant now) {
        tokens.values().removeIf(token -> !now.isBefore(token.expiresAt));
    }
}
