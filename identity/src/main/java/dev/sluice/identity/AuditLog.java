package dev.sluice.identity;

import java.util.List;

/** The log of changes; nothing in it is ever changed. Blocks; for virtual threads. */
public interface AuditLog {
    void write(AuditEntry entry);

    /** The newest entries of a tenant that are older than {@code beforeId}, newest first. */
    List<AuditEntry> before(String tenant, long beforeId, int limit);
}
