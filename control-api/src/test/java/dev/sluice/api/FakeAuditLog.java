package dev.sluice.api;

import dev.sluice.engine.port.RepositoryException;
import dev.sluice.identity.AuditEntry;
import dev.sluice.identity.AuditLog;
import java.util.ArrayList;
import java.util.List;

/** The log in memory. */
final class FakeAuditLog implements AuditLog {
    /** Entries of begun work are taken, those of its outcome fail. */
    volatile boolean loseOutcomes;

    private final List<AuditEntry> entries = new ArrayList<>();

    @Override
    public synchronized void write(AuditEntry entry) {
        if (loseOutcomes && entry.status() != 0) {
            throw new RepositoryException("connection refused", new IllegalStateException("test"));
        }
        entries.add(new AuditEntry(
                entries.size() + 1L,
                entry.at(),
                entry.tenant(),
                entry.actor(),
                entry.actorName(),
                entry.action(),
                entry.object(),
                entry.clientAddress(),
                entry.requestId(),
                entry.status()));
    }

    @Override
    public synchronized List<AuditEntry> before(String tenant, long beforeId, int limit) {
        return entries.reversed().stream()
                .filter(entry -> entry.tenant().equals(tenant) && entry.id() < beforeId)
                .limit(limit)
                .toList();
    }
}
