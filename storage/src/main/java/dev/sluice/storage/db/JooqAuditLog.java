package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.AUDIT_ENTRY;

import dev.sluice.identity.AuditEntry;
import dev.sluice.identity.AuditLog;
import java.util.List;
import org.jooq.DSLContext;

/** The table {@code audit_entry}, which refuses updates and deletes. */
final class JooqAuditLog implements AuditLog {
    private final DSLContext sql;

    JooqAuditLog(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public void write(AuditEntry entry) {
        Statements.run("write to the audit log", () -> sql.insertInto(AUDIT_ENTRY)
                .set(AUDIT_ENTRY.AT, entry.at())
                .set(AUDIT_ENTRY.TENANT, entry.tenant())
                .set(AUDIT_ENTRY.ACTOR, entry.actor())
                .set(AUDIT_ENTRY.ACTOR_NAME, entry.actorName())
                .set(AUDIT_ENTRY.ACTION, entry.action())
                .set(AUDIT_ENTRY.OBJECT, entry.object())
                .set(AUDIT_ENTRY.CLIENT_ADDRESS, entry.clientAddress())
                .set(AUDIT_ENTRY.REQUEST_ID, entry.requestId())
                .set(AUDIT_ENTRY.STATUS, entry.status())
                .execute());
    }

    @Override
    public List<AuditEntry> before(String tenant, long beforeId, int limit) {
        return Statements.run("read the audit log", () -> sql.selectFrom(AUDIT_ENTRY)
                .where(AUDIT_ENTRY.TENANT.eq(tenant), AUDIT_ENTRY.ID.lt(beforeId))
                .orderBy(AUDIT_ENTRY.ID.desc())
                .limit(limit)
                .fetch(row -> new AuditEntry(
                        row.get(AUDIT_ENTRY.ID),
                        row.get(AUDIT_ENTRY.AT),
                        row.get(AUDIT_ENTRY.TENANT),
                        row.get(AUDIT_ENTRY.ACTOR),
                        row.get(AUDIT_ENTRY.ACTOR_NAME),
                        row.get(AUDIT_ENTRY.ACTION),
                        row.get(AUDIT_ENTRY.OBJECT),
                        row.get(AUDIT_ENTRY.CLIENT_ADDRESS),
                        row.get(AUDIT_ENTRY.REQUEST_ID),
                        row.get(AUDIT_ENTRY.STATUS))));
    }
}
