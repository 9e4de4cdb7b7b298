package dev.sluice.api;

import dev.sluice.identity.AuditEntry;
import dev.sluice.identity.AuditLog;
import java.util.ArrayList;
import java.util.List;

/** The log in memory. */
final class FakeAuditLog implements AuditLog {
    private final List<AuditEntry> entries = new ArrayList<>();

    @Override
    public synchronized void write(AuditEntry entry) {
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
